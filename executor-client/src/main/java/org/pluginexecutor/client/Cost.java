// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;

/**
 * What an invocation cost. Immutable.
 *
 * @param queueTime from the arrival of the request to a free slot
 * @param startTime from the free slot to a worker that is ready to load the plugin
 * @param runTime from handing the call to the worker to its answer or its end
 * @param cpuTime CPU time of the worker and everything it started
 * @param peakMemoryBytes largest resident memory of any one process of the worker
 * @param timing where the time went, more closely
 */
public record Cost(
    Duration queueTime,
    Duration startTime,
    Duration runTime,
    Duration cpuTime,
    long peakMemoryBytes,
    Timing timing) {}
