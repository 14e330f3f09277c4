// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

/**
 * One thing that the doctor looked at. Immutable.
 *
 * @param level how it is
 * @param subject what was looked at
 * @param text what was found
 * @param remedy what to do about it; empty when nothing is to be done
 */
record CheckResult(Level level, String subject, String text, String remedy) {
  /** How a thing is. */
  enum Level {
    OK,
    WARNING,
    PROBLEM
  }

  static CheckResult ok(String subject, String text) {
    return new CheckResult(Level.OK, subject, text, "");
  }

  static CheckResult warning(String subject, String text, String remedy) {
    return new CheckResult(Level.WARNING, subject, text, remedy);
  }

  static CheckResult problem(String subject, String text, String remedy) {
    return new CheckResult(Level.PROBLEM, subject, text, remedy);
  }
}
