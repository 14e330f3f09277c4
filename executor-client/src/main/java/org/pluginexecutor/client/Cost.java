// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.List;

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
    Timing timing) {

  /**
   * Where the time of a call went, part by part, in the order in which they happen. Together they
   * are the round trip, but for what the worker says of itself wrongly: no part is less than zero.
   *
   * @param roundTrip from the client's request to its answer, as the caller measured it
   */
  public List<Phase> phases(Duration roundTrip) {
    Duration steps =
        timing
            .loadTime()
            .plus(timing.constructTime())
            .plus(timing.hookTime())
            .plus(timing.replyTime());
    Duration rest = timing.serverTime().minus(queueTime).minus(startTime).minus(runTime);
    return List.of(
        phase("client", "until the request is sent, and after the answer", timing.clientTime()),
        phase(
            "wire",
            "connection and gRPC, there and back",
            roundTrip.minus(timing.serverTime()).minus(timing.clientTime())),
        phase("queue", "until there was a slot", queueTime),
        phase("start", "fork, hand-over or interpreter", startTime.minus(timing.wallsTime())),
        phase("walls", "closed for this call, not ahead of it", timing.wallsTime()),
        phase(
            "exchange",
            "request and answer between server and worker",
            runTime.minus(steps).minus(timing.endTime())),
        phase("load", "import of main.py", timing.loadTime()),
        phase("construct", "Plugin(configuration)", timing.constructTime()),
        phase("hook", "the hook itself", timing.hookTime()),
        phase("reply", "check of the result", timing.replyTime()),
        phase("end", "until the last process and its output ended", timing.endTime()),
        phase("server", "the rest of the server's work", rest));
  }

  private static Phase phase(String name, String meaning, Duration time) {
    return new Phase(name, meaning, time.isNegative() ? Duration.ZERO : time);
  }
}
