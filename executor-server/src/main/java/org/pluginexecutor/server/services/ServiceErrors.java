// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a services file. Confined to one thread. */
final class ServiceErrors {
  private static final int MAX_ERRORS = 100;

  private final String file;
  private final List<String> errors = new ArrayList<>();

  ServiceErrors(String file) {
    this.file = file;
  }

  /**
   * Adds one.
   *
   * @param line where it is; 0: the file as a whole
   * @param key with its sections, and dots between; may be empty
   * @param found never a secret
   */
  void add(int line, String key, String found, String expected) {
    add(line, key, found + " (expected: " + expected + ")");
  }

  /** Adds one whose text says what is expected. */
  void add(int line, String key, String problem) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(
          (line == 0 ? file : file + ":" + line)
              + ": "
              + (key.isEmpty() ? "" : key + ": ")
              + problem);
    }
  }

  void requireNone() throws ServicesFileException {
    if (!errors.isEmpty()) {
      throw new ServicesFileException(errors);
    }
  }
}
