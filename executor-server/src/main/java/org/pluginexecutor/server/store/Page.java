// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * Part of a list. Immutable.
 *
 * @param items at most as many as were asked for
 * @param nextToken asks for the items that follow; empty: there are none
 */
public record Page<T>(List<T> items, String nextToken) {
  /** A page has to fit into the message that a client takes, with room to spare. */
  private static final long MAX_BYTES = 3 << 20;

  /**
   * The part of a list behind the item that a token stands for, whether or not that one is still
   * there.
   *
   * @param sorted by the key
   * @param key tells items apart, and orders them
   * @param weight how many bytes an item takes on the wire, about
   * @throws ExecutorException if the token is none
   */
  static <T> Page<T> of(
      List<T> sorted, int size, String token, Function<T, String> key, ToIntFunction<T> weight) {
    var after = decode(token);
    var rest = sorted.subList(after.isEmpty() ? 0 : firstBehind(sorted, key, after), sorted.size());
    var items = List.copyOf(rest.subList(0, fitting(rest, size, weight)));
    return new Page<>(items, rest.size() > items.size() ? encode(key.apply(items.getLast())) : "");
  }

  /** How many fit into a page; at least one, if there is one. */
  private static <T> int fitting(List<T> items, int size, ToIntFunction<T> weight) {
    int fitting = 0;
    long bytes = 0;
    while (fitting < Math.min(size, items.size())) {
      bytes += weight.applyAsInt(items.get(fitting));
      if (fitting > 0 && bytes > MAX_BYTES) {
        break;
      }
      fitting++;
    }
    return fitting;
  }

  /** By halves: making a key takes its time, and every page asks anew. */
  private static <T> int firstBehind(List<T> sorted, Function<T, String> key, String after) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBehind(key.apply(sorted.get(middle)), after)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static boolean isBehind(String key, String after) {
    return Comparator.<String>naturalOrder().compare(key, after) > 0;
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new ExecutorException(
          InvalidRequest.of(
              "page_token", "not a token (expected: next_page_token of the page before)"));
    }
  }
}
