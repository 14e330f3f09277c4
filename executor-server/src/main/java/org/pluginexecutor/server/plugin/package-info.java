// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Plugin packages and plugin instances: checked, stored, found. */
@NullMarked
package org.pluginexecutor.server.plugin;

import org.jspecify.annotations.NullMarked;
