// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.List;
import org.pluginexecutor.server.config.CacheAddress;

/** The rows of section {@code services}. Stateless. */
final class ServicesKeys {
  static final ConfigKey<Path> FILE =
      ConfigKey.optional(
              "services.file",
              Forms.path("FILE", "the path of a services file"),
              config -> config.services().file(),
              "none",
              "Credential stores, user lists, LDAP servers, trusted CAs, the HTTPS proxy and"
                  + " properties of the gateway, for plugins whose configuration names them; it is"
                  + " read again when it changes.")
          .withFlag("--services-file");
  static final ConfigKey<Long> CACHE_SIZE =
      ConfigKey.of(
          "services.cache-size",
          Forms.size(64 << 10, 16L << 30),
          config -> config.services().cacheBytes(),
          "How much of the server's memory the cache may take that all plugins share; what is used"
              + " least often goes first.");

  static final ConfigKey<CacheAddress> CACHE_URL =
      ConfigKey.optional(
              "services.cache-url",
              Forms.parsed(
                  "URL",
                  "an address such as redis://USER:PASSWORD@HOST:6379/0, or rediss:// for TLS",
                  CacheAddress::parse,
                  CacheAddress::toString),
              config -> config.services().cacheAddress(),
              "none",
              "The Redis or Valkey that keeps this cache instead, for several servers together; its"
                  + " own settings say how large it is.")
          .asSecret();

  static final List<ConfigKey<?>> ALL = List.of(FILE, CACHE_SIZE, CACHE_URL);

  private ServicesKeys() {}
}
