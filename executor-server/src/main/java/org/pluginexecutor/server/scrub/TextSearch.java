// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.scrub;

import java.util.Arrays;
import java.util.List;

/** Finds many texts in one, in the way that is faster for what is searched. Immutable. */
final class TextSearch {
  /**
   * Up to so many comparisons, in the worst case, one text is looked for after the other: a call
   * that prints a few lines is over before the automaton is made.
   */
  private static final long MAX_COMPARISONS = 16 << 20;

  private final List<String> texts;
  private final long length;

  TextSearch(List<String> texts) {
    this.texts = texts;
    this.length = texts.stream().mapToLong(String::length).sum();
  }

  /** Tells of each character whether it belongs to one of the texts. */
  boolean[] marks(String searched) {
    return length * searched.length() > MAX_COMPARISONS
        ? new TextAutomaton(texts).marks(searched)
        : marksOneByOne(searched);
  }

  private boolean[] marksOneByOne(String searched) {
    var marks = new boolean[searched.length()];
    for (var text : texts) {
      for (int at = searched.indexOf(text); at >= 0; at = searched.indexOf(text, at + 1)) {
        Arrays.fill(marks, at, at + text.length(), true);
      }
    }
    return marks;
  }
}
