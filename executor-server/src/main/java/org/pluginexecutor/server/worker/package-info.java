// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Worker processes: each serves one invocation and is dead with everything it started before the
 * invocation is over.
 */
@NullMarked
package org.pluginexecutor.server.worker;

import org.jspecify.annotations.NullMarked;
