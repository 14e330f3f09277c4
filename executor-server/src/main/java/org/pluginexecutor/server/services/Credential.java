// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.pluginexecutor.server.value.PluginValue;

/**
 * One entry of a local credential store: a password, or a key with or without its certificate.
 * Thread-safe.
 *
 * @param type of the key, such as ssh-rsa; empty for a password
 * @param secret the password, or the key in PEM
 * @param certificate in PEM
 */
record Credential(
    String host, String user, String type, Secret secret, Optional<String> certificate) {

  boolean isFor(String wantedHost, String wantedUser) {
    return host.equals(wantedHost) && user.equals(wantedUser);
  }

  /** As plugins get it (contract 6.10.3). */
  PluginValue reveal() throws IOException {
    var text = new PluginValue.Text(secret.reveal());
    if (type.isEmpty()) {
      return text;
    }
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put("type", new PluginValue.Text(type));
    fields.put("key", text);
    certificate.ifPresent(pem -> fields.put("cert", new PluginValue.Text(pem)));
    return new PluginValue.Dict(fields);
  }
}
