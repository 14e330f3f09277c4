// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

/** Says that a value is not of the form that its key demands. */
final class WrongValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String found;
  private final String rule;

  WrongValueException(String found, String rule) {
    super(found + " (expected: " + rule + ")");
    this.found = found;
    this.rule = rule;
  }

  /** The part of the value that is wrong. */
  String found() {
    return found;
  }

  /** What should be there instead. */
  String rule() {
    return rule;
  }
}
