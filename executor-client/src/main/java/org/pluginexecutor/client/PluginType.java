// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/** What a plugin is for; the key {@code type} of its MANIFEST. */
public enum PluginType {
  /** Authentication and authorization. */
  AA,
  /** Passwords and keys for the target server. */
  CREDENTIALSTORE,
  /** Stored and listed, but not executed. */
  SIGNINGCA,
  /** Stored and listed, but not executed. */
  CONFIGURATION_SYNC
}
