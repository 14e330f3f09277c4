// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pluginexecutor.server.value.PluginValue;

/** The one-time codes that a plugin hands out, made complete (contract 2.9). Stateless. */
final class TotpCodes {
  /** What stands for a missing key; its type is that of the key. */
  private static final Map<String, PluginValue> DEFAULTS = defaults();

  private TotpCodes() {}

  private static Map<String, PluginValue> defaults() {
    var defaults = new LinkedHashMap<String, PluginValue>();
    defaults.put("unix_time", new PluginValue.Int(0));
    defaults.put("period", new PluginValue.Int(30));
    defaults.put("code", new PluginValue.Text(""));
    return defaults;
  }

  static PluginValue.Items complete(String path, List<PluginValue> codes)
      throws BadResultException {
    var complete = new ArrayList<PluginValue>();
    for (int i = 0; i < codes.size(); i++) {
      complete.add(complete(path + "[" + i + "]", codes.get(i)));
    }
    return new PluginValue.Items(complete);
  }

  private static PluginValue complete(String path, PluginValue code) throws BadResultException {
    if (!(code instanceof PluginValue.Dict(var given))) {
      throw new BadResultException(path, code.typeName(), "a dict");
    }
    var fields = new LinkedHashMap<>(DEFAULTS);
    fields.putAll(given);
    for (var field : DEFAULTS.entrySet()) {
      var value = fields.get(field.getKey());
      if (value == null || !value.getClass().equals(field.getValue().getClass())) {
        throw new BadResultException(
            path + "." + field.getKey(),
            value == null ? "missing" : value.typeName(),
            field.getValue() instanceof PluginValue.Text
                ? "text"
                : "an integer of at most 64 bits");
      }
    }
    return new PluginValue.Dict(fields);
  }
}
