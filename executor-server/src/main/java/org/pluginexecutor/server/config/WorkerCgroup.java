// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Below which control group those of the zygotes are made. Immutable. */
public sealed interface WorkerCgroup {

  /** The one above the server's own, where that is a leaf made for the server; else none. */
  record Auto() implements WorkerCgroup {}

  /** The server's own, of which the server makes a leaf for itself first. */
  record Own() implements WorkerCgroup {}

  /** None: only the limits of each process hold. */
  record None() implements WorkerCgroup {}

  /**
   * The one that the operator made for the server.
   *
   * @param directory absolute, in a file system of control groups
   */
  record Named(Path directory) implements WorkerCgroup {
    public Named {
      if (!directory.isAbsolute()) {
        throw wrong(directory.toString());
      }
    }
  }

  /**
   * Reads {@code auto}, {@code own}, {@code none} or an absolute path.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static WorkerCgroup parse(String text) {
    return switch (text) {
      case "auto" -> new Auto();
      case "own" -> new Own();
      case "none" -> new None();
      default -> {
        try {
          yield new Named(Path.of(text));
        } catch (InvalidPathException e) {
          throw (IllegalArgumentException) wrong(text).initCause(e);
        }
      }
    };
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "sandbox.worker-cgroup: "
            + text
            + " (expected: auto, own, none, or the absolute path of a control group)");
  }
}
