// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Arrays;
import java.util.Optional;

/** What a plugin is for: the key {@code type} of its MANIFEST. */
public enum PluginType {
  AA("aa", true),
  CREDENTIALSTORE("credentialstore", true),
  SIGNINGCA("signingca", false),
  CONFIGURATION_SYNC("configuration_sync", false);

  private final String manifestName;
  private final boolean executable;

  PluginType(String manifestName, boolean executable) {
    this.manifestName = manifestName;
    this.executable = executable;
  }

  /** As it stands in a MANIFEST. */
  public String manifestName() {
    return manifestName;
  }

  /** Whether hooks of such plugins can be called; those of the others are not public. */
  public boolean isExecutable() {
    return executable;
  }

  static Optional<PluginType> ofManifestName(String name) {
    return Arrays.stream(values()).filter(type -> type.manifestName.equals(name)).findFirst();
  }
}
