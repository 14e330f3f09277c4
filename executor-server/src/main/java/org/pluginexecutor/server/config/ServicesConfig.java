// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What plugins may ask the server for while they run. Immutable.
 *
 * @param file credential stores, user lists and the like, read again when it changes; default none
 * @param cacheBytes how much of the server's memory the shared cache may take; default 64 MiB
 * @param cacheAddress the cache instead of that one; default none
 */
public record ServicesConfig(
    Optional<Path> file, long cacheBytes, Optional<CacheAddress> cacheAddress) {
  public ServicesConfig {
    if (cacheBytes <= 0) {
      throw new IllegalArgumentException("services.cache-size: " + cacheBytes + " (expected: > 0)");
    }
  }

  public static ServicesConfig defaults() {
    return new ServicesConfig(Optional.empty(), 64L << 20, Optional.empty());
  }

  public ServicesConfig withFile(Path newFile) {
    return new ServicesConfig(Optional.of(newFile), cacheBytes, cacheAddress);
  }

  public ServicesConfig withCacheAddress(CacheAddress newAddress) {
    return new ServicesConfig(file, cacheBytes, Optional.of(newAddress));
  }
}
