// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.pluginexecutor.server.telemetry.VisibleText;

/**
 * What a key command says about its failure, without the keys that it may have quoted. Stateless.
 */
final class ErrorLine {
  private static final int MAX_LENGTH = 200;

  /** So many characters in a row of a secret are no accident. */
  private static final int WINDOW = 8;

  private ErrorLine() {}

  /**
   * The first line that is not blank, with a colon in front; empty if there is none.
   *
   * @param secrets Base64 that must not stand in it, also not in part or written in another way
   */
  static String of(String errors, List<String> secrets) {
    return errors
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .map(line -> ": " + VisibleText.of(masked(line, secrets), MAX_LENGTH))
        .orElse("");
  }

  private static String masked(String line, List<String> secrets) {
    var forms = new ArrayList<String>();
    secrets.forEach(secret -> addForms(secret, forms));
    var comparable = normal(line);
    var masked = new StringBuilder();
    int secretUntil = 0;
    for (int i = 0; i < line.length(); i++) {
      if (i + WINDOW <= line.length()) {
        var window = comparable.substring(i, i + WINDOW);
        if (forms.stream().anyMatch(form -> form.contains(window))) {
          masked.append(secretUntil > i ? "" : "***");
          secretUntil = i + WINDOW;
        }
      }
      if (i >= secretUntil) {
        masked.append(line.charAt(i));
      }
    }
    return masked.toString();
  }

  private static void addForms(String secret, List<String> forms) {
    forms.add(normal(secret));
    try {
      var bytes = Base64.getDecoder().decode(secret);
      forms.add(normal(HexFormat.of().formatHex(bytes)));
      forms.add(normal(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException _) {
      // It printed something else than Base64.
    }
  }

  /** One form for hexadecimal digits of both cases and for both alphabets of Base64. */
  private static String normal(String text) {
    var chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] =
          switch (chars[i]) {
            case '-' -> '+';
            case '_' -> '/';
            default -> Character.toLowerCase(chars[i]);
          };
    }
    return new String(chars);
  }
}
