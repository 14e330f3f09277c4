// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Calls, and records what that took. Thread-safe; what it recorded is read when all calls ended.
 */
final class Caller {
  private final Call call;
  private final Histogram latencies = Stats.histogram();
  private double calls;
  private long failures;
  private Optional<String> firstFailure = Optional.empty();

  Caller(Call call) {
    this.call = call;
  }

  /** One call. */
  @FunctionalInterface
  interface Call {
    void run() throws IOException;
  }

  /** Calls until a time is over; a call that is not answered then is waited for. */
  void callUntil(long end) {
    for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
      callOnce(began, end);
    }
  }

  /**
   * Calls once.
   *
   * @param due when the call ought to have begun: what it had to wait before it did is part of what
   *     it took
   * @param end of the slice: a call that is answered later counts with the part that lay within
   */
  void callOnce(long due, long end) {
    try {
      call.run();
    } catch (IOException | RuntimeException e) {
      recordFailure(String.valueOf(e.getMessage()));
      return;
    }
    record(due, System.nanoTime(), end);
  }

  private synchronized void record(long due, long now, long end) {
    latencies.recordValue(Stats.micros(now - due));
    calls += now <= end ? 1 : Math.max(0, (double) (end - due) / (now - due));
  }

  private synchronized void recordFailure(String message) {
    failures++;
    if (firstFailure.isEmpty()) {
      firstFailure = Optional.of(message);
    }
  }

  synchronized Histogram latencies() {
    return latencies;
  }

  synchronized double calls() {
    return calls;
  }

  synchronized long failures() {
    return failures;
  }

  synchronized Optional<String> firstFailure() {
    return firstFailure;
  }
}
