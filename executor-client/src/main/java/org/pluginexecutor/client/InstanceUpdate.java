// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What to change of a plugin instance. Immutable.
 *
 * @param plugin the plugin from now on, of the same type as before; without a version: whichever is
 *     active when a hook is called; empty: stays as it is
 * @param configuration the configuration text from now on, at most 1 MiB of UTF-8, a secret; empty:
 *     stays as it is, which is not the same as a text of no characters
 * @param runtime name of the runtime from now on; a text of no characters: the first that suits the
 *     plugin; empty: stays as it is
 * @param timeLimit time limit, from now on, of calls that name none; zero: the server's default;
 *     empty: stays as it is
 * @param expectedRevision the revision that the caller has seen: when the latest is another one,
 *     nothing is changed; empty: not checked
 */
public record InstanceUpdate(
    Optional<PluginName> plugin,
    Optional<String> configuration,
    Optional<String> runtime,
    Optional<Duration> timeLimit,
    OptionalInt expectedRevision) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException when there is nothing to change, the configuration has
   *     unpaired surrogates, the time limit is negative or longer than 365 days, or the expected
   *     revision is less than 1
   */
  public InstanceUpdate {
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(configuration, "configuration");
    Objects.requireNonNull(expectedRevision, "expectedRevision");
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(timeLimit, "timeLimit");
    if (Stream.of(plugin, configuration, runtime, timeLimit).allMatch(Optional::isEmpty)) {
      throw new IllegalArgumentException(
          "update: empty (expected: a plugin, a configuration, a runtime or a time limit)");
    }
    timeLimit.filter(limit -> !limit.isZero()).ifPresent(Checks::timeLimit);
    configuration.ifPresent(text -> Checks.text("configuration", text));
    expectedRevision.ifPresent(revision -> Checks.revision("expected_revision", revision));
  }

  /** Starts without any change. */
  public static Builder newBuilder() {
    return new Builder();
  }

  /** Does not show the configuration. */
  @Override
  public String toString() {
    return "InstanceUpdate[plugin="
        + plugin
        + ", configuration="
        + (configuration.isPresent() ? "***" : "unchanged")
        + ", runtime="
        + runtime
        + ", timeLimit="
        + timeLimit
        + ", expectedRevision="
        + expectedRevision
        + "]";
  }

  /** Collects the parts of an update. Confined to one thread. */
  public static final class Builder {
    private Optional<PluginName> plugin = Optional.empty();
    private Optional<String> configuration = Optional.empty();
    private Optional<String> runtime = Optional.empty();
    private Optional<Duration> timeLimit = Optional.empty();
    private OptionalInt expectedRevision = OptionalInt.empty();

    private Builder() {}

    /** Sets the plugin. Default: stays as it is. */
    public Builder plugin(PluginName plugin) {
      this.plugin = Optional.of(plugin);
      return this;
    }

    /** Sets the configuration text. Default: stays as it is. */
    public Builder configuration(String configuration) {
      this.configuration = Optional.of(configuration);
      return this;
    }

    /** Sets the name of the runtime. Default: stays as it is. */
    public Builder runtime(String runtime) {
      this.runtime = Optional.of(runtime);
      return this;
    }

    /** Has the server choose the runtime, the first that suits the plugin. */
    public Builder withoutRuntime() {
      return runtime("");
    }

    /** Sets the time limit of calls that name none. Default: stays as it is. */
    public Builder timeLimit(Duration timeLimit) {
      this.timeLimit = Optional.of(timeLimit);
      return this;
    }

    /** Has the server's default count for calls that name no time limit. */
    public Builder withoutTimeLimit() {
      return timeLimit(Duration.ZERO);
    }

    /** Sets the revision that the caller has seen. Default: not checked. */
    public Builder expectedRevision(int expectedRevision) {
      this.expectedRevision = OptionalInt.of(expectedRevision);
      return this;
    }

    /**
     * Makes the update.
     *
     * @throws IllegalArgumentException as the constructor of the record
     */
    public InstanceUpdate build() {
      return new InstanceUpdate(plugin, configuration, runtime, timeLimit, expectedRevision);
    }
  }
}
