// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The port for the machinery around the server: metrics and probes, over plain HTTP. */
@NullMarked
package org.pluginexecutor.server.admin;

import org.jspecify.annotations.NullMarked;
