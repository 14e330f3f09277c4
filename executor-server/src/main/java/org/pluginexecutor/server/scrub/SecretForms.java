// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.scrub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ways in which programs write a secret that they print. Stateless. */
final class SecretForms {
  /** Shorter ones are found in any Base64. */
  private static final int MIN_BASE64_LENGTH = 5;

  private static final int BITS_PER_DIGIT = 6;
  private static final int BYTES_PER_GROUP = 3;

  private SecretForms() {}

  /** As it is, as JSON and Python quote it, and percent-encoded. */
  static Set<String> plain(String secret) {
    if (secret.chars().allMatch(c -> staysInAddresses(c, ""))) {
      return Set.of(secret);
    }
    var forms = new LinkedHashSet<String>();
    forms.add(secret);
    forms.add(quoted(secret, "\"", Unusual.KEPT));
    forms.add(quoted(secret, "\"", Unusual.UTF_16));
    forms.add(quoted(secret, "'", Unusual.KEPT));
    forms.add(quoted(secret, "", Unusual.KEPT));
    forms.add(quoted(secret, "'", Unusual.CODE_POINTS));
    forms.add(quoted(secret, "'", Unusual.BYTES));
    forms.add(percentEncoded(secret, ""));
    forms.add(percentEncoded(secret, "/"));
    forms.add(percentEncoded(secret, "").replace("%20", "+"));
    return forms;
  }

  /** What becomes of characters outside ASCII. */
  private enum Unusual {
    KEPT,
    UTF_16,
    CODE_POINTS,
    BYTES
  }

  private static String quoted(String secret, String quote, Unusual unusual) {
    var text = new StringBuilder();
    secret
        .codePoints()
        .forEach(c -> {
          var character = Character.toString(c);
          if (c == '\\' || character.equals(quote)) {
            text.append('\\').append(character);
          } else if (c == '\n') {
            text.append("\\n");
          } else if (c == '\t') {
            text.append("\\t");
          } else if (c < 0x80) {
            text.append(character);
          } else {
            text.append(escaped(character, c, unusual));
          }
        });
    return text.toString();
  }

  private static String escaped(String character, int codePoint, Unusual unusual) {
    return switch (unusual) {
      case KEPT -> character;
      case UTF_16 -> {
        var text = new StringBuilder();
        character.chars().forEach(unit -> text.append(String.format("\\u%04x", unit)));
        yield text.toString();
      }
      case CODE_POINTS ->
          String.format(
              codePoint < 0x100 ? "\\x%02x" : codePoint < 0x10000 ? "\\u%04x" : "\\U%08x",
              codePoint);
      case BYTES -> {
        var text = new StringBuilder();
        for (byte unit : character.getBytes(StandardCharsets.UTF_8)) {
          text.append(String.format("\\x%02x", unit));
        }
        yield text.toString();
      }
    };
  }

  /** As in an address; the safe characters stay besides those that always do. */
  static String percentEncoded(String secret, String safe) {
    var text = new StringBuilder();
    for (byte unit : secret.getBytes(StandardCharsets.UTF_8)) {
      text.append(
          staysInAddresses(unit, safe) ? Character.toString(unit) : String.format("%%%02X", unit));
    }
    return text.toString();
  }

  private static boolean staysInAddresses(int c, String safe) {
    return c > 0
        && c < 0x80
        && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0 || safe.indexOf(c) >= 0);
  }

  /**
   * Those digits of Base64 that the secret alone decides, for each place in a group of three bytes
   * where it can begin; in both alphabets.
   */
  static List<String> base64(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    var forms = new ArrayList<String>();
    for (int before = 0; before < BYTES_PER_GROUP; before++) {
      var shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int from = (before * Byte.SIZE + BITS_PER_DIGIT - 1) / BITS_PER_DIGIT;
      int to = shifted.length * Byte.SIZE / BITS_PER_DIGIT;
      if (to - from >= MIN_BASE64_LENGTH) {
        var form = Base64.getEncoder().encodeToString(shifted).substring(from, to);
        forms.add(form);
        forms.add(form.replace('+', '-').replace('/', '_'));
      }
    }
    return forms;
  }
}
