// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do; a caller can have several of them. Immutable. */
public enum Role {
  /** Call hooks, and nothing else. */
  INVOKE,
  /** Change what is stored and read all of it, packages, configurations and backups included. */
  MANAGE,
  /** See what there is and how it fares: lists, runtimes, the audit log, metrics. */
  OBSERVE;

  /** As it is written in settings and messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this label. */
  public static Optional<Role> named(String label) {
    return Stream.of(values()).filter(role -> role.label().equals(label)).findFirst();
  }

  /**
   * Whether who has this role may do what needs the other one. Who changes things has to see them;
   * apart from that no role includes another.
   */
  public boolean includes(Role other) {
    return this == other || (this == MANAGE && other == OBSERVE);
  }
}
