// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import picocli.CommandLine.Option;

/**
 * What is logged and how, as options. Filled in by picocli before anybody reads it, and not changed
 * afterwards.
 */
final class LogOptions {

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description =
          "text: lines for people; json: one JSON object a line, for programs. Default: text.")
  private String format = "text";

  @Option(
      names = "--log-scrubbing",
      paramLabel = "on|off",
      description =
          "on: put *** in place of passwords, keys and values of configurations that plugins print;"
              + " what a plugin prints is then logged when its call is over. off: log all of it, at"
              + " once. Callers get the true lines either way. Default: on.")
  private String scrubbing = "on";

  @Option(
      names = "--must-audit",
      description =
          "Change nothing while the audit log cannot be written. Default: changes go on, and their"
              + " entries are written when that is possible.")
  private boolean mustAudit;

  /**
   * The form of the log.
   *
   * @throws IllegalArgumentException if it is none
   */
  LogFormat format() {
    return switch (format) {
      case "text" -> LogFormat.TEXT;
      case "json" -> LogFormat.JSON;
      default ->
          throw new IllegalArgumentException(
              "--log-format: " + format + " (expected: text or json)");
    };
  }

  /**
   * Whether secrets are kept out of it.
   *
   * @throws IllegalArgumentException if it says neither
   */
  boolean isScrubbing() {
    return switch (scrubbing) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw new IllegalArgumentException(
              "--log-scrubbing: " + scrubbing + " (expected: on or off)");
    };
  }

  boolean mustAudit() {
    return mustAudit;
  }
}
