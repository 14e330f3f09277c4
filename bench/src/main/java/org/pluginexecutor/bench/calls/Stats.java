// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What calls of one kind took, added up over slices. Confined to one thread.
 *
 * <p>Latencies are in microseconds, up to ten minutes.
 */
final class Stats {
  private static final double MICROS_PER_MS = 1e3;
  private static final long MOST_MICROS = 600_000_000;
  private static final int DIGITS = 3;

  private final Histogram latencies = histogram();
  private double calls;
  private double seconds;
  private long answered;
  private long failures;
  private Optional<String> firstFailure = Optional.empty();
  private CpuTime cpuTime = CpuTime.NONE;

  static Histogram histogram() {
    return new Histogram(MOST_MICROS, DIGITS);
  }

  /** A latency as it is recorded: never more than can be. */
  static long micros(long nanos) {
    return Math.clamp(nanos / 1_000, 0, MOST_MICROS);
  }

  /** Adds what one thread saw. */
  void add(Caller caller) {
    latencies.add(caller.latencies());
    calls += caller.calls();
    answered += caller.latencies().getTotalCount();
    failures += caller.failures();
    if (firstFailure.isEmpty()) {
      firstFailure = caller.firstFailure();
    }
  }

  void addSeconds(double more) {
    seconds += more;
  }

  void addCpuTime(CpuTime more) {
    cpuTime = cpuTime.plus(more);
  }

  /** Adds another slice. */
  void add(Stats other) {
    latencies.add(other.latencies);
    calls += other.calls;
    seconds += other.seconds;
    answered += other.answered;
    failures += other.failures;
    firstFailure = firstFailure.or(() -> other.firstFailure);
    cpuTime = cpuTime.plus(other.cpuTime);
  }

  Latency latency() {
    return new Latency(
        latencies.getValueAtPercentile(50) / MICROS_PER_MS,
        latencies.getValueAtPercentile(90) / MICROS_PER_MS,
        latencies.getValueAtPercentile(99) / MICROS_PER_MS,
        latencies.getMaxValue() / MICROS_PER_MS);
  }

  double callsPerSecond() {
    return seconds == 0 ? 0 : calls / seconds;
  }

  CpuTime cpuTime() {
    return cpuTime;
  }

  /** How many calls returned what they should. */
  long answered() {
    return answered;
  }

  long failures() {
    return failures;
  }

  Optional<String> firstFailure() {
    return firstFailure;
  }
}
