// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.pluginexecutor.server.lifecycle.Resource;

/** Texts that all plugins share, for a while. Thread-safe. */
interface MemoryCache extends Resource {

  /**
   * The text of a key.
   *
   * @throws IOException if the cache cannot be had now
   */
  Optional<String> get(String key) throws IOException;

  /**
   * Keeps a text.
   *
   * @param timeToLive zero: until room is needed
   * @throws IOException if the cache cannot be had now
   */
  void set(String key, String value, Duration timeToLive) throws IOException;
}
