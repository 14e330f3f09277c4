// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

/** The rules of lists that come page by page. Stateless. */
final class Paging {
  private static final int DEFAULT_SIZE = 100;
  private static final int MAX_SIZE = 1_000;

  private Paging() {}

  static int size(int wanted, Violations violations) {
    violations.require(
        wanted >= 0 && wanted <= MAX_SIZE,
        "page_size",
        wanted + " (expected: 1 to " + MAX_SIZE + ", or 0 for " + DEFAULT_SIZE + ")");
    return wanted == 0 ? DEFAULT_SIZE : wanted;
  }
}
