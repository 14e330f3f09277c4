// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How a plugin instance is created. Immutable. */
public final class InstanceOptions {
  private static final InstanceOptions DEFAULTS = newBuilder().build();

  private final Optional<String> configuration;
  private final Optional<String> runtime;
  private final Optional<Duration> timeLimit;

  private InstanceOptions(Builder builder) {
    this.configuration = builder.configuration;
    this.runtime = builder.runtime;
    this.timeLimit = builder.timeLimit;
  }

  /** An instance with the text of the package's default.cfg, called as the server sees fit. */
  public static InstanceOptions defaults() {
    return DEFAULTS;
  }

  /** Starts from the defaults. */
  public static Builder newBuilder() {
    return new Builder();
  }

  /** The configuration text, a secret; empty: the text of the package's default.cfg. */
  public Optional<String> configuration() {
    return configuration;
  }

  /** Name of the runtime; empty: the first of the server that suits the plugin. */
  public Optional<String> runtime() {
    return runtime;
  }

  /** Time limit of calls that name none; empty: the server's default. */
  public Optional<Duration> timeLimit() {
    return timeLimit;
  }

  /** Collects options; each is checked when it is set. Confined to one thread. */
  public static final class Builder {
    private Optional<String> configuration = Optional.empty();
    private Optional<String> runtime = Optional.empty();
    private Optional<Duration> timeLimit = Optional.empty();

    private Builder() {}

    /**
     * Sets the configuration text, at most 1 MiB of UTF-8. Default: the text of the package's
     * default.cfg.
     *
     * @throws IllegalArgumentException when it has unpaired surrogates
     */
    public Builder configuration(String configuration) {
      Checks.text("configuration", configuration);
      this.configuration = Optional.of(configuration);
      return this;
    }

    /**
     * Sets the name of the runtime, one of the server's for the Python that the plugin is written
     * for. Default: the first that suits the plugin.
     */
    public Builder runtime(String runtime) {
      this.runtime = Optional.of(Objects.requireNonNull(runtime, "runtime"));
      return this;
    }

    /**
     * Sets the time limit of calls that name none; the server's maximum bounds it, and the deadline
     * of the call. Default: the server's default.
     *
     * @throws IllegalArgumentException when it is not positive, or longer than 365 days
     */
    public Builder timeLimit(Duration timeLimit) {
      Checks.timeLimit(timeLimit);
      this.timeLimit = Optional.of(timeLimit);
      return this;
    }

    /** Makes the options. */
    public InstanceOptions build() {
      return new InstanceOptions(this);
    }
  }
}
