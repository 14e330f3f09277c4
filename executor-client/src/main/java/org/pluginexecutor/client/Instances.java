// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import java.util.Optional;

/**
 * Keeps plugin instances on the server. Thread-safe. Each call takes at most one minute.
 *
 * <p>Every method throws an {@link ExecutorClientException} when the server refuses or cannot be
 * asked, and {@link CallCancelledException} when the calling thread is interrupted.
 */
public interface Instances {
  /**
   * Creates an instance.
   *
   * @param name a letter or digit, then letters, digits, '_', '-' and '.', at most 64 characters
   * @param plugin the plugin; without a version: whichever is active when a hook is called
   * @param configuration the configuration text; empty: the text of the package's default.cfg
   * @return the instance, without its configuration text
   */
  PluginInstance create(String name, PluginName plugin, Optional<String> configuration);

  /** Lists all instances by name, without their configuration texts. */
  List<PluginInstance> list();

  /** Describes one instance, its configuration text included. */
  PluginInstance get(String name);

  /** Deletes an instance. */
  void delete(String name);
}
