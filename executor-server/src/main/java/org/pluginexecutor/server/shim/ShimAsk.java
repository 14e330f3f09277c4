// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import org.pluginexecutor.server.value.PluginValue;

/**
 * The ask frame: what a plugin wants from the server while it runs. Nothing in it is more
 * trustworthy than the plugin. Immutable.
 *
 * @param number counts the asks of a call from 1; the answer has it too
 */
public record ShimAsk(long number, String service, String operation, PluginValue.Dict arguments) {

  /** Whether the message is one, however wrong. */
  public static boolean isAsk(PluginValue.Dict message) {
    return message.get("type") instanceof PluginValue.Text(var type) && type.equals("ask");
  }

  public static ShimAsk of(PluginValue.Dict message) throws ShimProtocolException {
    var fields = MessageReader.of(message, "ask");
    return new ShimAsk(
        fields.integer("number"),
        fields.text("service"),
        fields.text("operation"),
        fields.dict("arguments"));
  }

  /** Arguments can be secrets. */
  @Override
  public String toString() {
    return "ShimAsk[" + number + ", " + service + ", " + operation + "]";
  }
}
