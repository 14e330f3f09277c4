// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.math.BigInteger;
import java.util.Comparator;

/**
 * The order of versions of products and plugins: dotted integers in which a {@code ~} sorts before
 * everything, even the end, so that {@code 8.0.0~} is below {@code 8.0.0} (contract 1.2, Q36; the
 * order that Debian uses). Stateless.
 */
final class VersionOrder implements Comparator<String> {
  static final VersionOrder INSTANCE = new VersionOrder();

  private VersionOrder() {}

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while ((i < a.length() && !isDigit(a, i)) || (j < b.length() && !isDigit(b, j))) {
        int difference = weight(a, i) - weight(b, j);
        if (difference != 0) {
          return difference;
        }
        i++;
        j++;
      }
      int endOfA = endOfNumber(a, i);
      int endOfB = endOfNumber(b, j);
      int difference = number(a, i, endOfA).compareTo(number(b, j, endOfB));
      if (difference != 0) {
        return difference;
      }
      i = endOfA;
      j = endOfB;
    }
    return 0;
  }

  /** Weight of a character that is no digit; digits and the end weigh nothing. */
  private static int weight(String text, int at) {
    if (at >= text.length() || isDigit(text, at)) {
      return 0;
    }
    char c = text.charAt(at);
    return c == '~' ? -1 : c + 1;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static int endOfNumber(String text, int start) {
    int end = start;
    while (isDigit(text, end)) {
      end++;
    }
    return end;
  }

  private static BigInteger number(String text, int start, int end) {
    return start >= end ? BigInteger.ZERO : new BigInteger(text.substring(start, end));
  }
}
