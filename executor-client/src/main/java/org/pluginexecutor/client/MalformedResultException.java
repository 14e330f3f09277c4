// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/** A result that the server passed on as an answer is none. Never leaves the package. */
final class MalformedResultException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  MalformedResultException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
    this.problem = problem;
  }

  Outcome outcome() {
    return new Outcome.BadResult(path, problem);
  }
}
