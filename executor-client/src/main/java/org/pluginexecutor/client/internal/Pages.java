// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Walks lists that the server answers a page at a time. Stateless. */
final class Pages {
  /** The most entries that a server puts on a page. */
  static final int SIZE = 1_000;

  /** Nobody has so much; a server that is still not done has lost its way. */
  private static final int MAX_PAGES = 10_000;

  private Pages() {}

  /** One page; an empty token means that it is the last one. */
  record Page<T>(List<T> entries, String nextToken) {}

  /** Asks for one page. */
  @FunctionalInterface
  interface Source<T> {
    Page<T> read(int size, String token) throws StatusException, InterruptedException;
  }

  /** Reads the list to its end. */
  static <T> List<T> all(Source<T> source) throws StatusException, InterruptedException {
    return first(Integer.MAX_VALUE, source);
  }

  /** Reads the first entries of the list, and no more pages than they take. */
  static <T> List<T> first(int limit, Source<T> source)
      throws StatusException, InterruptedException {
    List<T> entries = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    String token = "";
    do {
      Page<T> page = source.read(Math.min(limit - entries.size(), SIZE), token);
      entries.addAll(page.entries());
      token = page.nextToken();
      // A token that comes again would lead around in a circle.
      if (!token.isEmpty() && (!tokens.add(token) || tokens.size() >= MAX_PAGES)) {
        throw Statuses.malformed("page token: has no end (expected: a last page)", false, null);
      }
    } while (!token.isEmpty() && entries.size() < limit);
    return List.copyOf(entries.size() > limit ? entries.subList(0, limit) : entries);
  }
}
