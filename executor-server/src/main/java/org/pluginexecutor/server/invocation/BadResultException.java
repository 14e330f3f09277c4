// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/** Ends the check of a result that is no answer. Immutable; never leaves the package. */
final class BadResultException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  /**
   * Names the place.
   *
   * @param found what was found, by its type: values can be secrets
   */
  BadResultException(String path, String found, String expected) {
    super(path);
    this.path = path;
    this.problem = found + " (expected: " + expected + ")";
  }

  Outcome.BadResult outcome() {
    return new Outcome.BadResult(path, problem);
  }
}
