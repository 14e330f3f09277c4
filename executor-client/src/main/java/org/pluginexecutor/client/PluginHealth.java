// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/** Whether the stored files of a plugin are as they were uploaded, as far as the server looked. */
public enum PluginHealth {
  /** The server has not looked since it started, or says something that this client knows not. */
  UNKNOWN,
  /** They are as they were uploaded. */
  INTACT,
  /** They are not: calls are refused. Uploading the same zip again mends it. */
  DAMAGED
}
