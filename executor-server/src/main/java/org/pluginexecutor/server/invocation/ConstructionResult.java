// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.List;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

/**
 * Everything that the caller of a construction gets back. Immutable.
 *
 * @param logLines what was printed
 */
public record ConstructionResult(
    String invocationId,
    ConstructionOutcome outcome,
    List<LogLine> logLines,
    OutputCount stdout,
    OutputCount stderr,
    InvocationResult.Cost cost,
    InvocationResult.Execution execution) {}
