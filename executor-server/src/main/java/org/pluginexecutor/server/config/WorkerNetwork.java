// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.util.Arrays;
import java.util.List;

/** What workers reach over the network. Immutable. */
public sealed interface WorkerNetwork {

  /** Everything that the server reaches. */
  record Open() implements WorkerNetwork {}

  /** Nothing. */
  record None() implements WorkerNetwork {}

  /**
   * TCP connections to certain ports.
   *
   * @param tcp ports, 1 to 65535, at least one of them
   */
  record Ports(List<Integer> tcp) implements WorkerNetwork {
    public Ports {
      tcp = List.copyOf(tcp);
      if (tcp.isEmpty() || tcp.stream().anyMatch(port -> port < 1 || port > 65535)) {
        throw new IllegalArgumentException(
            "sandbox.network: " + tcp + " (expected: TCP ports, 1 to 65535)");
      }
    }
  }

  /**
   * Reads {@code open}, {@code none} or ports with commas between them.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static WorkerNetwork parse(String text) {
    return switch (text) {
      case "open" -> new Open();
      case "none" -> new None();
      default -> {
        try {
          yield new Ports(Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList());
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "sandbox.network: " + text + " (expected: open, none, or TCP ports such as 443,636)",
              e);
        }
      }
    };
  }
}
