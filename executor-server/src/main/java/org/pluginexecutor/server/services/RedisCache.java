// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.CacheAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * A cache in a Redis or a Valkey, which several servers share; its own policy says what goes when
 * it is full. While it is away, one question a second waits for it, a second at the most, and all
 * others fail at once. Thread-safe.
 */
final class RedisCache implements MemoryCache {
  private static final Logger log = LoggerFactory.getLogger(RedisCache.class);

  /** What else is in there belongs to others. */
  static final String PREFIX = "plugin-executor:";

  private static final int CONNECT_LIMIT_MS = 400;
  private static final int ANSWER_LIMIT_MS = 800;

  /** Looking up a name, connecting and asking together. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MAX_CONNECTIONS = 64;
  private static final int MAX_IDLE_CONNECTIONS = 16;

  private final CacheAddress address;
  private final RedisClient redis;
  private final LongSupplier nanoTicker;

  /** Since when it was away; null: it is there, as far as is known. */
  private final AtomicReference<@Nullable Away> away = new AtomicReference<>();

  /**
   * One that was asked for in vain.
   *
   * @param askAgainNanos when the next question may find out whether it is back
   */
  private record Away(long askAgainNanos) {}

  private RedisCache(CacheAddress address, RedisClient redis, LongSupplier nanoTicker) {
    this.address = address;
    this.redis = redis;
    this.nanoTicker = nanoTicker;
  }

  /** Connects when it is asked: a cache that is away keeps no server from starting. */
  static RedisCache open(CacheAddress address, LongSupplier nanoTicker) {
    // The name in the certificate has to be the host's.
    var tls = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build();
    return open(address, nanoTicker, tls);
  }

  /** The same with other authorities than those that the Java machine trusts. */
  static RedisCache open(CacheAddress address, LongSupplier nanoTicker, SslOptions tls) {
    var client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(CONNECT_LIMIT_MS)
            .socketTimeoutMillis(ANSWER_LIMIT_MS)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .database(address.database());
    address.user().ifPresent(client::user);
    address.password().ifPresent(client::password);
    if (address.isEncrypted()) {
      client.sslOptions(tls);
    }
    var redis =
        RedisClient.builder()
            .hostAndPort(new HostAndPort(address.host(), address.port()))
            .clientConfig(client.build())
            .poolConfig(connections())
            .build();
    return new RedisCache(address, redis, nanoTicker);
  }

  private static ConnectionPoolConfig connections() {
    var connections = new ConnectionPoolConfig();
    connections.setMaxTotal(MAX_CONNECTIONS);
    connections.setMaxIdle(MAX_IDLE_CONNECTIONS);
    connections.setMaxWait(LIMIT);
    connections.setJmxEnabled(false);
    return connections;
  }

  /** Says in the log whether it is there, once that is known. */
  void look() {
    var _ =
        Thread.ofVirtual()
            .name("shared-cache-look")
            .start(() -> {
              try {
                var _ = get("");
                log.info("The shared cache is {}", address);
              } catch (CacheAwayException _) {
                // The log has it.
              } catch (IOException e) {
                log.warn("The shared cache {}: {}", address, e.getMessage());
              }
            });
  }

  @Override
  public Optional<String> get(String key) throws IOException {
    return ask(() -> Optional.ofNullable(redis.get(PREFIX + key)));
  }

  @Override
  public void set(String key, String value, Duration timeToLive) throws IOException {
    var life = SetParams.setParams();
    if (!timeToLive.isZero()) {
      life.px(timeToLive.toMillis());
    }
    var _ = ask(() -> Optional.ofNullable(redis.set(PREFIX + key, value, life)));
  }

  private Optional<String> ask(Callable<Optional<String>> question) throws IOException {
    requireQuestionAllowed();
    var task = new FutureTask<>(() -> askTwice(question));
    // A name server that does not answer has no limit of its own.
    var _ = Thread.ofVirtual().name("shared-cache").start(task);
    try {
      var answer = task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      noteThere();
      return answer;
    } catch (TimeoutException e) {
      throw noteAway("no answer within " + LIMIT.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JedisDataException answer && isItsOwn(answer)) {
        noteThere();
        throw new IOException("the shared cache answers " + answer.getMessage(), e);
      }
      throw noteAway(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      task.cancel(true);
    }
  }

  /** An error of its own, such as that it is full and forgets nothing: others may fare better. */
  private static boolean isItsOwn(JedisDataException answer) {
    return !(answer instanceof JedisAccessControlException);
  }

  /** Connections from before it was started anew are broken, which the first question finds. */
  private Optional<String> askTwice(Callable<Optional<String>> question) throws Exception {
    try {
      return question.call();
    } catch (JedisConnectionException _) {
      redis.getPool().clear();
      return question.call();
    }
  }

  private void requireQuestionAllowed() throws CacheAwayException {
    var known = away.get();
    if (known == null) {
      return;
    }
    long now = nanoTicker.getAsLong();
    if (now - known.askAgainNanos() < 0 || !away.compareAndSet(known, pauseFrom(now))) {
      throw new CacheAwayException("away", null);
    }
  }

  private static Away pauseFrom(long nowNanos) {
    return new Away(nowNanos + PAUSE.toNanos());
  }

  private void noteThere() {
    if (away.getAndSet(null) != null) {
      log.info("The shared cache {} is there again", address);
    }
  }

  private CacheAwayException noteAway(String reason, Exception cause) {
    if (away.getAndSet(pauseFrom(nanoTicker.getAsLong())) == null) {
      log.warn("The shared cache {} is away; plugins find nothing in it: {}", address, reason);
    }
    return new CacheAwayException(reason, cause);
  }

  @Override
  public void close() {
    try {
      redis.close();
    } catch (JedisException e) {
      log.debug("Connections of the shared cache", e);
    }
  }
}
