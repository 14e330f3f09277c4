// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.pluginexecutor.client.VerdictKind;

/** Emphasis by colour, or none at all. */
enum Style {
  PLAIN,
  COLOURED;

  /** Colours only on a terminal, and only when NO_COLOR is not set (no-color.org). */
  static Style ofProcess(Map<String, String> environment) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    return !refused && !dumb && isTerminal() ? COLOURED : PLAIN;
  }

  String bold(String text) {
    return wrap("1", text);
  }

  String dim(String text) {
    return wrap("2", text);
  }

  String good(String text) {
    return wrap("32", text);
  }

  String bad(String text) {
    return wrap("31", text);
  }

  String notable(String text) {
    return wrap("33", text);
  }

  /** A verdict in the colour that belongs to it. */
  String verdict(VerdictKind verdict) {
    return switch (verdict) {
      case ACCEPT -> good(verdict.name());
      case DENY -> bad(verdict.name());
      case NEEDINFO, NONE -> notable(verdict.name());
    };
  }

  private String wrap(String code, String text) {
    return switch (this) {
      case PLAIN -> text;
      case COLOURED -> "\u001b[" + code + "m" + text + "\u001b[0m";
    };
  }

  /** System.console() would say it too, but takes longer than all else that most verbs do. */
  private static boolean isTerminal() {
    try {
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }
}
