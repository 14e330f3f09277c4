// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

/** Says that something is not in a plugin's reach, and what would bring it there. */
final class DeskRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  DeskRefusal(String subject, String found, String expected) {
    super(subject + ": " + found + " (expected: " + expected + ")");
  }
}
