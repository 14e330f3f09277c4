// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.scrub;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Puts {@code ***} in place of secrets, also where one goes on in the next line or has white space
 * in it. Immutable.
 */
public final class Scrubber {
  private static final String MASK = "***";

  private final Optional<TextSearch> plain;
  private final Optional<TextSearch> base64;

  /** Whether nothing may be logged, as there is too much to look for. */
  private final boolean withholding;

  private Scrubber(Optional<TextSearch> plain, Optional<TextSearch> base64, boolean withholding) {
    this.plain = plain;
    this.base64 = base64;
    this.withholding = withholding;
  }

  static Scrubber of(SecretTexts secrets) {
    if (secrets.isTooMuch()) {
      return new Scrubber(Optional.empty(), Optional.empty(), true);
    }
    return new Scrubber(search(secrets.plain()), search(secrets.base64()), false);
  }

  private static Optional<TextSearch> search(List<String> texts) {
    return texts.isEmpty() ? Optional.empty() : Optional.of(new TextSearch(texts));
  }

  /** The text without secrets. */
  public String scrub(String text) {
    return scrub(List.of(text)).getFirst();
  }

  /** The lines of one stream, in their order, without secrets. */
  public List<String> scrub(List<String> lines) {
    if (withholding) {
      return lines.stream().map(_ -> MASK).toList();
    }
    if (plain.isEmpty() && base64.isEmpty()) {
      return lines;
    }
    var text = new Compact(lines);
    var marks = marks(text);
    var scrubbed = new ArrayList<String>(lines.size());
    int place = 0;
    for (var line : lines) {
      int end = place + (int) line.chars().filter(c -> !Character.isWhitespace(c)).count();
      scrubbed.add(masked(line, marks, place, end));
      place = end;
    }
    return scrubbed;
  }

  /** Lines without white space. Immutable once made. */
  private static final class Compact {
    private final StringBuilder text = new StringBuilder();

    /** Where white space was, or a line begins. */
    private final BitSet gaps = new BitSet();

    Compact(List<String> lines) {
      for (var line : lines) {
        gaps.set(text.length());
        for (int i = 0; i < line.length(); i++) {
          if (Character.isWhitespace(line.charAt(i))) {
            gaps.set(text.length());
          } else {
            text.append(line.charAt(i));
          }
        }
      }
    }
  }

  private boolean[] marks(Compact compact) {
    var text = compact.text.toString();
    var marks = new boolean[text.length()];
    base64.ifPresent(search -> {
      var found = search.marks(text);
      // What was encoded with the secret goes as well: its digits next to it hold bits of it.
      for (int i = 1; i < found.length; i++) {
        boolean goesOn = !compact.gaps.get(i) && (isDigit(text.charAt(i)) || text.charAt(i) == '=');
        found[i] |= found[i - 1] && goesOn;
      }
      for (int i = found.length - 2; i >= 0; i--) {
        found[i] |= found[i + 1] && !compact.gaps.get(i + 1) && isDigit(text.charAt(i));
      }
      System.arraycopy(found, 0, marks, 0, marks.length);
    });
    plain.ifPresent(search -> {
      var found = search.marks(text);
      for (int i = 0; i < marks.length; i++) {
        marks[i] |= found[i];
      }
    });
    return marks;
  }

  private static boolean isDigit(char c) {
    return (c < 0x80 && Character.isLetterOrDigit(c)) || "+/-_".indexOf(c) >= 0;
  }

  private static String masked(String line, boolean[] marks, int from, int end) {
    var masked = new StringBuilder(line.length());
    int place = from;
    boolean inSecret = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (Character.isWhitespace(c)) {
        // Within a secret it goes with it.
        boolean goesOn = inSecret && place < end && marks[place];
        if (!goesOn) {
          masked.append(c);
        }
        continue;
      }
      if (!marks[place]) {
        masked.append(c);
      } else if (!inSecret) {
        masked.append(MASK);
      }
      inSecret = marks[place];
      place++;
    }
    return masked.toString();
  }
}
