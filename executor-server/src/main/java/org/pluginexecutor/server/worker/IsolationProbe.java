// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.error.ExecutorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the highest level whose walls stand on this machine. Stateless. */
final class IsolationProbe {
  private static final Logger log = LoggerFactory.getLogger(IsolationProbe.class);

  /** Attacks the walls of a level. */
  interface Attack {

    /** The walls that gave way. */
    List<String> on(IsolationLevel level) throws IOException, InterruptedException;
  }

  private IsolationProbe() {}

  /**
   * Tries the levels that the operator accepts, the best first.
   *
   * @param onMissing gets each that cannot be had
   * @throws IOException if none of them is reached; the message says what is missing, and the
   *     remedy
   */
  static IsolationLevel highest(
      SandboxConfig config, Attack attack, Consumer<MissingLevel> onMissing)
      throws IOException, InterruptedException {
    var problems = new ArrayList<String>();
    for (var level : accepted(config)) {
      if (level == IsolationLevel.NONE) {
        return level;
      }
      var missing = missing(level, attack);
      if (missing.isEmpty()) {
        return level;
      }
      log.warn("isolation level cannot be had: {}", missing.get().sentence());
      problems.add(missing.get().sentence());
      onMissing.accept(missing.get());
    }
    throw new IOException(
        "isolation: "
            + String.join("; ", problems)
            + " (expected: at least "
            + config.requiredIsolation().label()
            + ", see --require-isolation)");
  }

  private static List<IsolationLevel> accepted(SandboxConfig config) {
    var most = config.isolation().orElse(IsolationLevel.FULL);
    var levels =
        new ArrayList<>(
            Arrays.stream(IsolationLevel.values())
                .filter(
                    level -> most.isAtLeast(level) && level.isAtLeast(config.requiredIsolation()))
                .toList());
    Collections.reverse(levels);
    return levels;
  }

  /** Empty when its walls stand. */
  private static Optional<MissingLevel> missing(IsolationLevel level, Attack attack)
      throws InterruptedException {
    try {
      var broken = attack.on(level);
      return broken.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new MissingLevel(level, "a plugin could get past: " + String.join(", ", broken), ""));
    } catch (IOException | ExecutorException e) {
      return Optional.of(missing(level, e));
    }
  }

  private static MissingLevel missing(IsolationLevel level, Exception failure) {
    return switch (failure) {
      case NotReadyException missing ->
          new MissingLevel(level, String.valueOf(missing.getMessage()), missing.remedy());
      // Made for callers, who are told nothing of this machine.
      case ExecutorException e when e.getCause() instanceof IOException cause ->
          missing(level, cause);
      default -> new MissingLevel(level, String.valueOf(failure.getMessage()), "");
    };
  }
}
