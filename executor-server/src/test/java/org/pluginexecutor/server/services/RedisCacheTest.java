// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.CacheAddress;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** Against a real Redis or Valkey, where this machine has one. */
@Timeout(60)
class RedisCacheTest {
  private static final Duration FOR_EVER = Duration.ZERO;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @TempDir Path directory;
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void require() {
    TestRedis.requireProgram();
  }

  private RedisCache open(int port, String credentials) {
    return RedisCache.open(
        CacheAddress.parse("redis://" + credentials + "127.0.0.1:" + port), nanos::get);
  }

  private RedisCache open(TestRedis redis) {
    return RedisCache.open(CacheAddress.parse(redis.url()), nanos::get);
  }

  @Test
  void keeps_what_was_set_for_all_that_share_it() throws IOException {
    try (var redis = TestRedis.start(directory);
        var one = open(redis);
        var two = open(redis)) {
      one.set("vendor:product", "{\"n\": \"ü\"}", FOR_EVER);

      assertThat(two.get("vendor:product")).contains("{\"n\": \"ü\"}");
      assertThat(two.get("vendor")).isEmpty();
      assertThat(redis.ask("KEYS", "*")).isEqualTo("plugin-executor:vendor:product");
    }
  }

  @Test
  void gives_each_text_the_life_that_was_asked_for() throws IOException {
    try (var redis = TestRedis.start(directory);
        var cache = open(redis)) {
      cache.set("short", "1", Duration.ofSeconds(100));
      cache.set("long", "1", FOR_EVER);
      cache.set("was-short", "1", Duration.ofSeconds(100));
      cache.set("was-short", "2", FOR_EVER);

      assertThat(Integer.parseInt(redis.ask("TTL", "plugin-executor:short"))).isBetween(90, 100);
      assertThat(redis.ask("TTL", "plugin-executor:long")).isEqualTo("-1");
      assertThat(redis.ask("TTL", "plugin-executor:was-short")).isEqualTo("-1");
    }
  }

  @Test
  void a_database_of_its_own_keeps_it_apart() throws IOException {
    try (var redis = TestRedis.start(directory);
        var one = RedisCache.open(CacheAddress.parse(redis.url() + "/3"), nanos::get);
        var other = open(redis)) {
      one.set("a", "1", FOR_EVER);

      assertThat(other.get("a")).isEmpty();
      assertThat(one.get("a")).contains("1");
    }
  }

  @Test
  void a_full_one_forgets_what_is_used_least_often() throws IOException {
    try (var redis =
            TestRedis.start(directory, "--maxmemory", "4mb", "--maxmemory-policy", "allkeys-lfu");
        var cache = open(redis)) {
      cache.set("often", "x", FOR_EVER);
      for (int i = 0; i < 400; i++) {
        cache.set("once-" + i, "x".repeat(20_000), FOR_EVER);
        assertThat(cache.get("often")).isPresent();
      }

      assertThat(
              IntStream.range(0, 400)
                  .filter(i -> !redis.ask("EXISTS", "plugin-executor:once-" + i).equals("1"))
                  .count())
          .isPositive();
    }
  }

  @Test
  void a_full_one_that_forgets_nothing_says_so_and_is_not_away() throws IOException {
    try (var redis =
            TestRedis.start(directory, "--maxmemory", "1mb", "--maxmemory-policy", "noeviction");
        var cache = open(redis)) {
      assertThatThrownBy(() -> cache.set("a", "x".repeat(60_000), FOR_EVER))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(CacheAwayException.class)
          .hasMessageContaining("OOM");

      assertThat(cache.get("a")).isEmpty();
    }
  }

  @Test
  void a_user_with_the_rights_of_the_documentation_is_enough() throws IOException {
    try (var redis = TestRedis.start(directory)) {
      redis.ask(
          "ACL",
          "SETUSER",
          "executor",
          "on",
          ">its-password",
          "~plugin-executor:*",
          "+@connection",
          "+get",
          "+set");
      try (var cache = open(redis.port(), "executor:its-password@")) {
        cache.set("a", "1", Duration.ofSeconds(10));

        assertThat(cache.get("a")).contains("1");
      }
    }
  }

  @Test
  void fails_while_it_is_away_and_works_when_it_is_back() throws IOException {
    var redis = TestRedis.start(directory);
    try (redis;
        var cache = open(redis)) {
      cache.set("a", "1", FOR_EVER);
      redis.close();
      assertIsAway(cache);

      try (var again = redis.startAgain()) {
        // Who knows that it is away asks again after a pause only.
        assertIsAway(cache);
        nanos.addAndGet(PAUSE.toNanos());

        assertThat(cache.get("a")).isEmpty();
        cache.set("a", "2", FOR_EVER);
        assertThat(again.ask("GET", "plugin-executor:a")).isEqualTo("2");
      }
    }
  }

  @Test
  void one_that_was_started_anew_meanwhile_costs_no_question() throws IOException {
    var redis = TestRedis.start(directory);
    try (redis;
        var cache = open(redis)) {
      cache.set("a", "1", FOR_EVER);
      redis.close();
      try (var _ = redis.startAgain()) {
        assertThat(cache.get("a")).isEmpty();
      }
    }
  }

  @Test
  void a_wrong_password_is_a_failure_that_does_not_show_it() throws IOException {
    try (var redis = TestRedis.start(directory);
        var wrong = open(redis.port(), ":guessed-password@")) {
      assertThatThrownBy(() -> wrong.get("a"))
          .isInstanceOf(CacheAwayException.class)
          .hasMessageNotContaining("guessed")
          .hasStackTraceContaining("WRONGPASS");
    }
  }

  @Test
  void somebody_who_never_answers_is_waited_for_once() throws IOException {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var cache = open(silent.getLocalPort(), "")) {
      long start = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        assertIsAway(cache);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void with_tls_it_has_to_prove_its_name() throws Exception {
    var certificate = TestRedis.certificate(directory, "IP:127.0.0.1");
    var tls = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
    tls.truststore(certificate.toFile(), TestRedis.STORE_PASSWORD.toCharArray());
    var ofOthers = Files.createDirectory(directory.resolve("others"));
    try (var redis = TestRedis.startWithTls(directory);
        var trusting = openTls(redis, tls.build());
        var untrusting = RedisCache.open(CacheAddress.parse(redis.tlsUrl()), nanos::get)) {
      trusting.set("a", "1", FOR_EVER);
      assertThat(trusting.get("a")).contains("1");
      assertIsAway(untrusting);
    }
    var misnamed = TestRedis.certificate(ofOthers, "DNS:others.example.com");
    tls.truststore(misnamed.toFile(), TestRedis.STORE_PASSWORD.toCharArray());
    try (var redis = TestRedis.startWithTls(ofOthers);
        var cache = openTls(redis, tls.build())) {
      assertIsAway(cache);
    }
  }

  private RedisCache openTls(TestRedis redis, SslOptions tls) {
    return RedisCache.open(CacheAddress.parse(redis.tlsUrl()), nanos::get, tls);
  }

  private static void assertIsAway(RedisCache cache) {
    assertThatThrownBy(() -> cache.get("a")).isInstanceOf(CacheAwayException.class);
    assertThatThrownBy(() -> cache.set("a", "1", FOR_EVER)).isInstanceOf(CacheAwayException.class);
  }
}
