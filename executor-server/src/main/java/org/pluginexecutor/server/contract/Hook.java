// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.contract;

import java.util.List;

/**
 * A hook of the contract: what it takes and what it answers. Immutable.
 *
 * @param since version of the gateway in which it came, or {@link #ALWAYS}
 * @param none what it means when the hook returns None
 * @param bareList whether a list may stand for the dict, under the first of the results
 * @param arguments what it takes besides {@link Contract#OF_EVERY_HOOK}
 * @param results keys of the dict that it answers; none where whatever it returns is ignored
 */
public record Hook(
    String name,
    String since,
    None none,
    BareList bareList,
    List<Argument> arguments,
    List<ResultKey> results) {

  /** What is older than what the documents tell about versions. */
  public static final String ALWAYS = "all";

  public Hook {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
  }

  /** What None as a result means. */
  public enum None {
    /** The verdict NONE. */
    ABSTAINS("the verdict NONE: no opinion"),
    /** The verdict DENY: who abstains from an authorization has permitted nothing. */
    REFUSES("the verdict DENY: no permission"),
    NOTHING_FOUND("nothing found"),
    NOTHING_CHANGED("the cookies stay"),
    /** Whatever the hook returns is ignored. */
    IGNORED("ignored, as everything else");

    private final String meaning;

    None(String meaning) {
      this.meaning = meaning;
    }

    /** For people. */
    public String meaning() {
      return meaning;
    }
  }

  /** Whether a hook may return a list instead of a dict. */
  public enum BareList {
    REFUSED,
    /** The empty one only, which means that nothing was found. */
    EMPTY,
    ALLOWED
  }

  /** Whether the hook answers nothing, whatever it returns. */
  public boolean isResultIgnored() {
    return results.isEmpty();
  }

  /** Whether the hook answers a verdict. */
  public boolean hasVerdict() {
    return results.stream().anyMatch(key -> key.type() == ResultKey.Type.VERDICT);
  }
}
