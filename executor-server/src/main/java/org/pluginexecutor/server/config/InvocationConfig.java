// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Bounds of hook calls, and what their callers are told. Immutable.
 *
 * @param slots how many hooks may run at once, at least 1; default by {@link DefaultSlots}
 * @param instanceSlots how many of one instance; default all but a quarter, which is at most 16
 * @param queueLength how many calls may wait for a slot, at least 0; default 1,024; calls of one
 *     instance get half of them
 * @param queueTimeout how long a call waits for a slot before it is refused; default 10 s
 * @param defaultTimeLimit time limit of a call that names none; default 300 s, half of the 600 s
 *     after which gateways give up a connection (contract 3.3)
 * @param maxTimeLimit longest time limit that a caller can ask for; default 3,600 s
 * @param startTimeout how long a worker may take to come up; default 20 s
 * @param output how much of what a plugin prints is kept
 * @param resultLimitBytes largest result as JSON text; default 4 MiB
 * @param state how much a plugin may keep in its state directories
 * @param hideTracebacks whether callers learn no more of an exception than its type; default no
 * @param scrubLogs whether secrets are kept out of what the server logs of a plugin; default yes
 * @param answers how much is kept for callers that repeat a request
 */
public record InvocationConfig(
    int slots,
    Optional<Integer> instanceSlots,
    int queueLength,
    Duration queueTimeout,
    Duration defaultTimeLimit,
    Duration maxTimeLimit,
    Duration startTimeout,
    OutputLimits output,
    int resultLimitBytes,
    StateLimits state,
    boolean hideTracebacks,
    boolean scrubLogs,
    AnswerLimits answers) {
  private static final int QUARTER = 4;
  private static final int MOST_FOR_OTHERS = 16;

  public InvocationConfig {
    if (slots < 1) {
      throw new IllegalArgumentException("invocation.slots: " + slots + " (expected: >= 1)");
    }
    if (instanceSlots.isPresent() && instanceSlots.get() < 1) {
      throw new IllegalArgumentException(
          "invocation.instance-slots: " + instanceSlots.get() + " (expected: >= 1)");
    }
    if (queueLength < 0) {
      throw new IllegalArgumentException(
          "invocation.queue-length: " + queueLength + " (expected: >= 0)");
    }
    requirePositive("invocation.queue-timeout", queueTimeout);
    requirePositive("invocation.default-time-limit", defaultTimeLimit);
    requirePositive("invocation.start-timeout", startTimeout);
    if (maxTimeLimit.compareTo(defaultTimeLimit) < 0) {
      throw new IllegalArgumentException(
          "invocation.max-time-limit: "
              + maxTimeLimit
              + " (expected: at least invocation.default-time-limit)");
    }
    if (resultLimitBytes < 1024 || resultLimitBytes > 8 << 20) {
      throw new IllegalArgumentException(
          "invocation.result-limit: " + resultLimitBytes + " (expected: 1 KiB to 8 MiB)");
    }
  }

  public static InvocationConfig defaults() {
    return new InvocationConfig(
        DefaultSlots.here(),
        Optional.empty(),
        1024,
        Duration.ofSeconds(10),
        Duration.ofSeconds(300),
        Duration.ofSeconds(3600),
        Duration.ofSeconds(20),
        OutputLimits.defaults(),
        4 << 20,
        StateLimits.defaults(),
        false,
        true,
        AnswerLimits.defaults());
  }

  public InvocationConfig withSlots(int newSlots, int newQueueLength, Duration newQueueTimeout) {
    return with(copy -> {
      copy.slots = newSlots;
      copy.queueLength = newQueueLength;
      copy.queueTimeout = newQueueTimeout;
    });
  }

  public InvocationConfig withInstanceSlots(int newInstanceSlots) {
    return with(copy -> copy.instanceSlots = Optional.of(newInstanceSlots));
  }

  /** How many slots the calls of one instance may have, whatever else is free. */
  public int slotsOfOne() {
    int forOthers = Math.clamp(slots / QUARTER, 1, MOST_FOR_OTHERS);
    return Math.min(slots, instanceSlots.orElse(Math.max(1, slots - forOthers)));
  }

  /** How many calls of one instance may wait. */
  public int queueLengthOfOne() {
    return Math.ceilDiv(queueLength, 2);
  }

  public InvocationConfig withTimeLimits(Duration newDefault, Duration newMax) {
    return with(copy -> {
      copy.defaultTimeLimit = newDefault;
      copy.maxTimeLimit = newMax;
    });
  }

  public InvocationConfig withState(StateLimits newState) {
    return with(copy -> copy.state = newState);
  }

  public InvocationConfig withHideTracebacks(boolean newHideTracebacks) {
    return with(copy -> copy.hideTracebacks = newHideTracebacks);
  }

  public InvocationConfig withScrubbedLogs(boolean newScrubLogs) {
    return with(copy -> copy.scrubLogs = newScrubLogs);
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: > 0)");
    }
  }

  private InvocationConfig with(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.config();
  }

  /** A copy that can be changed. Confined to one thread. */
  private static final class Copy {
    private int slots;
    private Optional<Integer> instanceSlots;
    private int queueLength;
    private Duration queueTimeout;
    private Duration defaultTimeLimit;
    private Duration maxTimeLimit;
    private final Duration startTimeout;
    private final OutputLimits output;
    private final int resultLimitBytes;
    private StateLimits state;
    private boolean hideTracebacks;
    private boolean scrubLogs;
    private final AnswerLimits answers;

    Copy(InvocationConfig from) {
      this.slots = from.slots;
      this.instanceSlots = from.instanceSlots;
      this.queueLength = from.queueLength;
      this.queueTimeout = from.queueTimeout;
      this.defaultTimeLimit = from.defaultTimeLimit;
      this.maxTimeLimit = from.maxTimeLimit;
      this.startTimeout = from.startTimeout;
      this.output = from.output;
      this.resultLimitBytes = from.resultLimitBytes;
      this.state = from.state;
      this.hideTracebacks = from.hideTracebacks;
      this.scrubLogs = from.scrubLogs;
      this.answers = from.answers;
    }

    InvocationConfig config() {
      return new InvocationConfig(
          slots,
          instanceSlots,
          queueLength,
          queueTimeout,
          defaultTimeLimit,
          maxTimeLimit,
          startTimeout,
          output,
          resultLimitBytes,
          state,
          hideTracebacks,
          scrubLogs,
          answers);
    }
  }
}
