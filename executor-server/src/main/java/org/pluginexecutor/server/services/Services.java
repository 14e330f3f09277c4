// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.config.ServicesConfig;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;

/**
 * What the operator lets plugins ask for: the services file, and the memory cache that they share.
 * Thread-safe.
 */
public final class Services implements Resource {
  private final Optional<ServicesFile> file;
  private final Optional<LocalCache> localCache;
  private final CountedCache cache;
  private final SecretAudit audit;
  private final ServiceMeters meters = new ServiceMeters();

  private Services(Optional<ServicesFile> file, MemoryCache cache, SecretAudit audit) {
    this.file = file;
    this.localCache = cache instanceof LocalCache local ? Optional.of(local) : Optional.empty();
    this.cache = new CountedCache(cache);
    this.audit = audit;
  }

  /**
   * Opens what the settings name.
   *
   * @param cipher what the secrets in the file are sealed with
   * @throws IOException if the file cannot be used; the message says everything that is wrong
   */
  public static Services open(
      ServicesConfig config,
      StoreCipher cipher,
      SecretAudit audit,
      InstantSource clock,
      LongSupplier nanoTicker)
      throws IOException {
    ServicesFile file = null;
    if (config.file().isPresent()) {
      file = ServicesFile.open(config.file().get(), cipher, clock);
    }
    return new Services(Optional.ofNullable(file), cache(config, nanoTicker), audit);
  }

  private static MemoryCache cache(ServicesConfig config, LongSupplier nanoTicker) {
    if (config.cacheAddress().isEmpty()) {
      return new LocalCache(config.cacheBytes(), nanoTicker);
    }
    var shared = RedisCache.open(config.cacheAddress().get(), nanoTicker);
    shared.look();
    return shared;
  }

  /** Without a file, and with a small cache of its own. */
  public static Services none() {
    return new Services(
        Optional.empty(),
        new LocalCache(ServicesConfig.defaults().cacheBytes(), System::nanoTime),
        _ -> {});
  }

  /** Begins to measure what is asked for. */
  public void measureWith(Metrics metrics) {
    meters.measureWith(metrics);
    metrics.counted(Metric.CACHE_HITS, cache::hits);
    metrics.counted(Metric.CACHE_MISSES, cache::misses);
    localCache.ifPresent(local -> {
      metrics.gauge(Metric.CACHE_ENTRIES, local::size);
      metrics.counted(Metric.CACHE_EVICTIONS, local::evictions);
    });
  }

  /** Whether there is something to say to a plugin that asks for the HTTPS proxy. */
  public boolean hasHttpsProxy() {
    return entries().httpsProxy().isPresent();
  }

  /** What answers the questions of one call. */
  public ServiceDesk desk(DeskClient client) {
    return new ServiceDesk(this, client);
  }

  ServiceEntries entries() {
    return file.map(ServicesFile::entries).orElse(ServiceEntries.NONE);
  }

  MemoryCache cache() {
    return cache;
  }

  ServiceMeters meters() {
    return meters;
  }

  SecretAudit audit() {
    return audit;
  }

  @Override
  public void close() {
    cache.close();
  }
}
