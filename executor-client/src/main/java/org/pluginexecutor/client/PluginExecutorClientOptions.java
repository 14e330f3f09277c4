// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a client reaches the server and how long it waits. Immutable.
 *
 * <p>The deadline of a call is its time limit (or, when none is given, the 300 s that the plugin
 * contract allows) plus {@link #deadlineMargin()}, so that the typed outcome arrives before the
 * deadline. It covers waiting and repeating too. A response can be as large as 16 MiB.
 */
public final class PluginExecutorClientOptions {
  /** What the contract allows a hook: half of the usual proxy time-out of 600 s. */
  private static final Duration CONTRACT_TIME_LIMIT = Duration.ofMinutes(5);

  private final Optional<String> target;
  private final Optional<Duration> timeLimit;
  private final Duration deadlineMargin;
  private final int maxAttempts;

  private PluginExecutorClientOptions(Builder builder) {
    this.target = builder.target;
    this.timeLimit = builder.timeLimit;
    this.deadlineMargin = builder.deadlineMargin;
    this.maxAttempts = builder.maxAttempts;
  }

  /** Starts from the defaults. */
  public static Builder newBuilder() {
    return new Builder();
  }

  /** Where the server is. */
  public Optional<String> target() {
    return target;
  }

  /** How long loading the plugin and the hook may take together; empty: the server's default. */
  public Optional<Duration> timeLimit() {
    return timeLimit;
  }

  /** What is added to the time limit to form the deadline. */
  public Duration deadlineMargin() {
    return deadlineMargin;
  }

  /** How often a call is sent at most while the server refuses it, or its connection is lost. */
  public int maxAttempts() {
    return maxAttempts;
  }

  Optional<Duration> timeLimitOf(HookCall call) {
    return call.timeLimit().isPresent() ? call.timeLimit() : timeLimit;
  }

  Duration totalOf(HookCall call) {
    return timeLimitOf(call).orElse(CONTRACT_TIME_LIMIT).plus(deadlineMargin);
  }

  /** Collects options; each is checked when it is set. Confined to one thread. */
  public static final class Builder {
    private Optional<String> target = Optional.empty();
    private Optional<Duration> timeLimit = Optional.empty();
    private Duration deadlineMargin = Duration.ofSeconds(10);
    private int maxAttempts = 3;

    private Builder() {}

    /**
     * Sets where the server is: {@code host:port}, or a gRPC target such as {@code unix:/path}.
     * Needed to connect; not used over a given channel.
     *
     * @throws IllegalArgumentException when it is blank
     */
    public Builder target(String target) {
      if (target.isBlank()) {
        throw new IllegalArgumentException("target: blank (expected: host:port or unix:/path)");
      }
      this.target = Optional.of(target);
      return this;
    }

    /**
     * Sets the time limit of calls that bring none. Default: the server's.
     *
     * @throws IllegalArgumentException when it is not positive or longer than a year
     */
    public Builder timeLimit(Duration timeLimit) {
      Checks.timeLimit(timeLimit);
      this.timeLimit = Optional.of(timeLimit);
      return this;
    }

    /**
     * Sets what is added to the time limit to form the deadline. Default: 10 s.
     *
     * @throws IllegalArgumentException when it is not positive or longer than a year
     */
    public Builder deadlineMargin(Duration deadlineMargin) {
      Objects.requireNonNull(deadlineMargin, "deadlineMargin");
      Checks.duration("deadline_margin", deadlineMargin);
      this.deadlineMargin = deadlineMargin;
      return this;
    }

    /**
     * Sets how often a call is sent at most while the server refuses it before the hook starts, or
     * its connection is lost. Default: 3. With 1, nothing is repeated.
     *
     * @throws IllegalArgumentException when it is less than 1
     */
    public Builder maxAttempts(int maxAttempts) {
      if (maxAttempts < 1) {
        throw new IllegalArgumentException("max_attempts: " + maxAttempts + " (expected: >= 1)");
      }
      this.maxAttempts = maxAttempts;
      return this;
    }

    /** Makes the options. */
    public PluginExecutorClientOptions build() {
      return new PluginExecutorClientOptions(this);
    }
  }
}
