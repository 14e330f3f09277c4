// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.pluginexecutor.server.value.PluginValue;

/**
 * One LDAP server policy. Thread-safe.
 *
 * @param settings everything but the password
 */
record LdapServer(PluginValue.Dict settings, Optional<Secret> bindPassword) {

  /** As plugins get it. */
  PluginValue.Dict reveal() throws IOException {
    if (bindPassword.isEmpty()) {
      return settings;
    }
    var fields = new LinkedHashMap<String, PluginValue>(settings.fields());
    fields.put("bind_password", new PluginValue.Text(bindPassword.get().reveal()));
    return new PluginValue.Dict(fields);
  }
}
