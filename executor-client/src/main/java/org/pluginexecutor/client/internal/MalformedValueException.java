// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

/** The server sent a value that this client cannot read. Never leaves the package. */
final class MalformedValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  MalformedValueException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
    this.problem = problem;
  }

  String path() {
    return path;
  }

  String problem() {
    return problem;
  }
}
