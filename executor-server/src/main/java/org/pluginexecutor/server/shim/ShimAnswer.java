// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.LinkedHashMap;
import org.pluginexecutor.server.value.PluginValue;

/** The answer frame: what a plugin gets for what it asked. Immutable. */
public sealed interface ShimAnswer {

  /** What was asked for; may be a secret. */
  record Value(PluginValue value) implements ShimAnswer {
    @Override
    public String toString() {
      return "Value";
    }
  }

  /** It is not in the instance's reach: a LookupError in the plugin. */
  record Refused(String text) implements ShimAnswer {}

  /** It cannot be had now: an OSError in the plugin. */
  record Failed(String text) implements ShimAnswer {}

  /** The frame that answers the ask of this number. */
  default PluginValue.Dict toMessage(long number) {
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put("type", new PluginValue.Text("answer"));
    fields.put("number", new PluginValue.Int(number));
    switch (this) {
      case Value(var value) -> fields.put("value", value);
      case Refused(var text) -> fields.put("refused", new PluginValue.Text(text));
      case Failed(var text) -> fields.put("failed", new PluginValue.Text(text));
    }
    return new PluginValue.Dict(fields);
  }
}
