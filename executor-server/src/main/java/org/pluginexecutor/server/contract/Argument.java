// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.contract;

import java.util.List;
import org.pluginexecutor.server.value.PluginValue;

/**
 * One argument of a hook. Immutable.
 *
 * @param name name by which the hook takes it
 * @param type what it may be besides None
 * @param since version of the gateway in which it came, or {@link Hook#ALWAYS}
 * @param deprecatedSince version since which it has a successor, or empty
 * @param replacedBy names of today from which a deprecated one is taken, best first
 */
public record Argument(
    String name, Type type, String since, String deprecatedSince, List<String> replacedBy) {

  public Argument {
    replacedBy = List.copyOf(replacedBy);
  }

  /** Types of arguments. */
  public enum Type {
    TEXT("text or None"),
    /**
     * An integer; text is let through, since gateways of the original product send it (contract
     * 2.2).
     */
    PORT("a port number or None"),
    TEXT_LIST("a list of text or None"),
    DICT("a dict or None");

    private final String expected;

    Type(String expected) {
      this.expected = expected;
    }

    /** What is expected, for people. */
    public String expected() {
      return expected;
    }

    public boolean accepts(PluginValue value) {
      return switch (value) {
        case PluginValue.Null _ -> true;
        case PluginValue.Text _ -> this == TEXT || this == PORT;
        case PluginValue.Int _ -> this == PORT;
        case PluginValue.Items(var items) ->
            this == TEXT_LIST && items.stream().allMatch(i -> i instanceof PluginValue.Text);
        case PluginValue.Dict _ -> this == DICT;
        case PluginValue.Bool _, PluginValue.BigInt _, PluginValue.Real _ -> false;
      };
    }

    /** What the hook gets when the caller gives nothing. */
    public PluginValue absent() {
      return this == DICT ? PluginValue.Dict.EMPTY : PluginValue.Null.INSTANCE;
    }
  }

  static Argument of(String name, Type type, String since) {
    return new Argument(name, type, since, "", List.of());
  }

  static Argument text(String name, String since) {
    return of(name, Type.TEXT, since);
  }

  /** A former name: there from the beginning, deprecated when the names of today came. */
  static Argument former(String name, Type type, String... replacedBy) {
    return new Argument(name, type, Hook.ALWAYS, Contract.NAMES_OF_TODAY, List.of(replacedBy));
  }
}
