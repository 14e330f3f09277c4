// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.contract.Contract;
import org.pluginexecutor.server.contract.Hook;

/** What a plugin is for: the key {@code type} of its MANIFEST. */
public enum PluginType {
  AA("aa"),
  CREDENTIALSTORE("credentialstore"),
  SIGNINGCA("signingca"),
  CONFIGURATION_SYNC("configuration_sync");

  private final String manifestName;

  PluginType(String manifestName) {
    this.manifestName = manifestName;
  }

  /** As it stands in a MANIFEST. */
  public String manifestName() {
    return manifestName;
  }

  /** Whether hooks of such plugins can be called; those of the others are not public. */
  public boolean isExecutable() {
    return !contract().isEmpty();
  }

  /** The hooks that such plugins may have; none for types that are not executed. */
  public List<Hook> contract() {
    return switch (this) {
      case AA -> Contract.AA;
      case CREDENTIALSTORE -> Contract.CREDENTIALSTORE;
      case SIGNINGCA, CONFIGURATION_SYNC -> List.of();
    };
  }

  /** Their names. */
  public List<String> hooks() {
    return contract().stream().map(Hook::name).toList();
  }

  /** The type that a MANIFEST calls so. */
  public static Optional<PluginType> ofManifestName(String name) {
    return Arrays.stream(values()).filter(type -> type.manifestName.equals(name)).findFirst();
  }
}
