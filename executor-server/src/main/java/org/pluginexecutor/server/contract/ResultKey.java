// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.contract;

/**
 * One key of the dict that a hook answers. Immutable. Keys that no table has are passed on.
 *
 * @param meaning for people, in one line
 */
public record ResultKey(String name, Type type, String meaning) {

  /** What may stand under a key. All but a verdict and a question may be missing. */
  public enum Type {
    VERDICT("ACCEPT, DENY, NEEDINFO or NONE"),
    /** Checked, and needed, with the verdict NEEDINFO only. */
    QUESTION("(key, prompt) or (key, prompt, disable_echo)"),
    TEXT("text or None"),
    TEXT_LIST("a list of text or None"),
    BOOL("True, False or None"),
    DICT("a dict or None"),
    PRIVATE_KEYS("a list of pairs of text (key type, PEM) or None"),
    TOTP_CODES("a list of dicts or None"),
    /** Taken out of the result, whatever it is. */
    REMOVED("ignored");

    private final String expected;

    Type(String expected) {
      this.expected = expected;
    }

    /** What is expected, for people. */
    public String expected() {
      return expected;
    }
  }
}
