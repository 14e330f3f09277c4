// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Starts plugin-executor in a container, with plugins and instances, for tests.
 *
 * <p>Start at {@link org.pluginexecutor.testing.PluginExecutorContainer}, or with JUnit at {@link
 * org.pluginexecutor.testing.PluginExecutorTest}.
 */
@NullMarked
package org.pluginexecutor.testing;

import org.jspecify.annotations.NullMarked;
