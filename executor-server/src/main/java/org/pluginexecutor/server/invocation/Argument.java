// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.value.PluginValue;

/**
 * One argument of a hook, by the contract's tables. Immutable.
 *
 * @param name name by which the hook takes it
 * @param type what it may be besides None
 */
record Argument(String name, Type type) {

  /** Types of arguments. */
  enum Type {
    TEXT,
    /**
     * An integer; text is let through, since gateways of the original product send it (contract
     * 2.2).
     */
    PORT,
    TEXT_LIST,
    DICT;

    boolean accepts(PluginValue value) {
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

    String expected() {
      return switch (this) {
        case TEXT -> "text or None";
        case PORT -> "a port number or None";
        case TEXT_LIST -> "a list of text or None";
        case DICT -> "a dict or None";
      };
    }

    /** What the hook gets when the caller gives nothing. */
    PluginValue absent() {
      return this == DICT ? PluginValue.Dict.EMPTY : PluginValue.Null.INSTANCE;
    }
  }

  static Argument text(String name) {
    return new Argument(name, Type.TEXT);
  }

  static Argument port(String name) {
    return new Argument(name, Type.PORT);
  }
}
