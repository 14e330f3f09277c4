// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.OptionalInt;

/**
 * Something in an uploaded package that its author should look at, although it was taken.
 * Immutable.
 *
 * @param file the file it is in; empty: the package as a whole
 * @param key the key of the MANIFEST it is about; empty: none
 * @param line line in the file, from 1
 * @param column column in the line, from 1
 * @param message what was found and, where there is a rule, what is expected
 */
public record PackageWarning(
    String file, String key, OptionalInt line, OptionalInt column, String message) {

  /** One line for people: {@code MANIFEST:7:1: author: not a key of a MANIFEST; it is ignored}. */
  @Override
  public String toString() {
    return (file.isEmpty() ? "package" : file)
        + (line.isPresent() ? ":" + line.getAsInt() : "")
        + (column.isPresent() ? ":" + column.getAsInt() : "")
        + ": "
        + (key.isEmpty() ? "" : key + ": ")
        + message;
  }
}
