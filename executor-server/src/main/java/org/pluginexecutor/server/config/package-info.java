// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Settings of the server as validated records. */
@NullMarked
package org.pluginexecutor.server.config;

import org.jspecify.annotations.NullMarked;
