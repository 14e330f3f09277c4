// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant by a name that nobody knows. Stateless. */
final class NearestName {
  /** Longer names are nobody's slip; comparing them would only cost time. */
  private static final int LONGEST = 200;

  private NearestName() {}

  /**
   * The name with the fewest letters to change. A key in a wrong section counts as near as its own
   * name is, and one more.
   */
  static String of(String unknown, Collection<String> names) {
    var text = unknown.substring(0, Math.min(unknown.length(), LONGEST));
    return names.stream()
        .min(
            Comparator.<String>comparingInt(name -> distance(text, name))
                .thenComparing(name -> name))
        .orElseThrow();
  }

  private static int distance(String unknown, String name) {
    return Math.min(changes(unknown, name), changes(last(unknown), last(name)) + 1);
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Letters to add, remove or replace; Levenshtein's distance. */
  private static int changes(String from, String to) {
    var row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
