// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.scrub;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The secrets of a call as texts, without those too short to look for. Confined to one thread. */
final class SecretTexts {
  /** A shorter password would be found in every other line, and be given away by that. */
  static final int MIN_PASSWORD_LENGTH = 4;

  /** Settings are seldom secrets, and short ones are words and numbers. */
  static final int MIN_SETTING_LENGTH = 6;

  /** More than this, in all forms, is not looked for. */
  private static final int MAX_LENGTH = 128 << 10;

  /** The outermost lines of a key say no more than that it is one. */
  private static final String PEM_FRAME = "-----";

  private static final Set<String> PLAIN_WORDS =
      Set.of(
          "always",
          "critical",
          "default",
          "disabled",
          "enabled",
          "localhost",
          "optional",
          "required",
          "ssh-dss",
          "ssh-ed25519",
          "ssh-rsa",
          "warning");

  private final Set<String> taken = new LinkedHashSet<>();
  private final Set<String> plain = new LinkedHashSet<>();
  private final Set<String> base64 = new LinkedHashSet<>();
  private long length;

  /** Adds a password or a key. */
  void addPassword(String text) {
    add(text, MIN_PASSWORD_LENGTH);
  }

  /** Adds the value of a setting. */
  void addSetting(String text) {
    add(text, MIN_SETTING_LENGTH);
  }

  private void add(String text, int minLength) {
    var secret = text.strip();
    if (secret.length() < minLength
        || PLAIN_WORDS.contains(secret.toLowerCase(Locale.ROOT))
        || isTooMuch()
        || !taken.add(secret)) {
      return;
    }
    if (secret.length() > MAX_LENGTH) {
      length = Long.MAX_VALUE;
      return;
    }
    var lines = secret.lines().map(String::strip).filter(line -> !isFrame(line)).toList();
    if (lines.size() > 1) {
      addLines(lines, minLength);
    } else {
      SecretForms.plain(secret).forEach(form -> keep(form, plain));
    }
    SecretForms.base64(secret).forEach(form -> keep(form, base64));
  }

  /** A key, say: all of it however it is broken, and each of its lines. */
  private void addLines(List<String> lines, int minLength) {
    keep(String.join("", lines), plain);
    for (var line : lines) {
      if (line.length() >= minLength) {
        keep(line, plain);
        keep(SecretForms.percentEncoded(line, ""), plain);
      }
    }
  }

  private static boolean isFrame(String line) {
    return line.startsWith(PEM_FRAME) && line.endsWith(PEM_FRAME);
  }

  /** White space is not compared. */
  private void keep(String form, Set<String> forms) {
    var compact = new StringBuilder(form.length());
    form.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> compact.append((char) c));
    if (compact.length() >= MIN_PASSWORD_LENGTH && forms.add(compact.toString())) {
      length += compact.length();
    }
  }

  /** Whether there is more than is looked for. */
  boolean isTooMuch() {
    return length > MAX_LENGTH;
  }

  List<String> plain() {
    return new ArrayList<>(plain);
  }

  List<String> base64() {
    return new ArrayList<>(base64);
  }
}
