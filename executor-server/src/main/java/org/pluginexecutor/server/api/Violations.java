// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import java.util.ArrayList;
import java.util.List;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;

/**
 * Collects the broken rules of one request, so that its sender sees them all at once. Confined to
 * one thread.
 */
final class Violations {
  /** A request of which nothing is right can break millions of rules. */
  private static final int MAX_FOUND = 1_000;

  private final List<FieldViolation> found = new ArrayList<>();

  /**
   * Adds one.
   *
   * @throws ExecutorException if there are so many that the rest is of no account
   */
  void add(String field, String message) {
    found.add(new FieldViolation(field, message));
    if (found.size() == MAX_FOUND) {
      check();
    }
  }

  void require(boolean rule, String field, String message) {
    if (!rule) {
      add(field, message);
    }
  }

  /**
   * Ends the collection.
   *
   * @throws ExecutorException if there is any violation
   */
  void check() {
    if (!found.isEmpty()) {
      throw new ExecutorException(new InvalidRequest(List.copyOf(found)));
    }
  }
}
