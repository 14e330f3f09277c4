// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Names that stand in logs, and what the server measures of itself. */
@NullMarked
package org.pluginexecutor.server.telemetry;

import org.jspecify.annotations.NullMarked;
