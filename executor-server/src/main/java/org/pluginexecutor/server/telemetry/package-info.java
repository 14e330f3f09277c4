// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Names that stand in logs. */
@NullMarked
package org.pluginexecutor.server.telemetry;

import org.jspecify.annotations.NullMarked;
