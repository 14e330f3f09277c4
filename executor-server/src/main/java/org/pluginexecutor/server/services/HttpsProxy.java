// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.pluginexecutor.server.value.PluginValue;

/**
 * The proxy that plugins go through unless they are configured otherwise. Thread-safe.
 *
 * @param settings everything but the password
 */
record HttpsProxy(PluginValue.Dict settings, Optional<Secret> password) {

  /** Without what proves to the proxy who asks. */
  HttpsProxy withoutPassword() {
    return new HttpsProxy(settings, Optional.empty());
  }

  /** As plugins get it. */
  PluginValue.Dict reveal() throws IOException {
    var fields = new LinkedHashMap<String, PluginValue>(settings.fields());
    fields.put(
        "password",
        password.isPresent()
            ? new PluginValue.Text(password.get().reveal())
            : PluginValue.Null.INSTANCE);
    return new PluginValue.Dict(fields);
  }
}
