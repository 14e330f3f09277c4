// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Metrics and traces, sent to a collector by the OpenTelemetry protocol. */
@NullMarked
package org.pluginexecutor.server.otlp;

import org.jspecify.annotations.NullMarked;
