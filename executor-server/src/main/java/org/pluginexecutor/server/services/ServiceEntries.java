// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pluginexecutor.server.value.PluginValue;

/**
 * Everything that the services file says, by name. Thread-safe.
 *
 * @param userLists each as plugins get it
 * @param caLists certificates in PEM
 * @param box properties of the gateway that are no secrets
 */
record ServiceEntries(
    Map<String, List<Credential>> credentialStores,
    Map<String, PluginValue.Dict> userLists,
    Map<String, LdapServer> ldapServers,
    Map<String, List<String>> caLists,
    Optional<HttpsProxy> httpsProxy,
    Map<String, String> box,
    Map<String, BoxSecret> boxSecrets) {

  static final ServiceEntries NONE =
      new ServiceEntries(
          Map.of(), Map.of(), Map.of(), Map.of(), Optional.empty(), Map.of(), Map.of());

  ServiceEntries {
    credentialStores = Map.copyOf(credentialStores);
    userLists = Map.copyOf(userLists);
    ldapServers = Map.copyOf(ldapServers);
    caLists = Map.copyOf(caLists);
    box = Map.copyOf(box);
    boxSecrets = Map.copyOf(boxSecrets);
  }
}
