// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be said of a hook's answer in a scenario. */
enum StepFact {
  /** As in {@code call --json}: returned, raised and so on. */
  OUTCOME,
  /** ACCEPT, DENY, NEEDINFO or NONE. */
  VERDICT,
  /** The key of a question. */
  QUESTION,
  /** The words of a question. */
  PROMPT,
  /** What the user reads who is refused. */
  REASON,
  /** The user that the plugin named. */
  GATEWAY_USER,
  /** The groups that it named, with commas between them. */
  GATEWAY_GROUPS,
  /** What is stored with the session. */
  ADDITIONAL_METADATA,
  /** How many passwords there are. */
  PASSWORDS,
  /** How many private keys there are. */
  PRIVATE_KEYS,
  /** How many one-time codes there are. */
  TOTP_CODES,
  /** A part of what was printed. */
  LOG;

  String word() {
    return PluginTexts.word(this);
  }

  static Optional<StepFact> named(String word) {
    return Arrays.stream(values()).filter(fact -> fact.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(StepFact::word).toList();
  }

  /** Whether what is said keeps what is expected. */
  boolean isKept(String expected, String said) {
    return this == LOG ? said.contains(expected) : said.equals(expected);
  }
}
