// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.config.CacheAddress;
import org.pluginexecutor.server.config.ServicesConfig;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.shim.ShimAsk;
import org.pluginexecutor.server.telemetry.Metrics;

class ServiceMetersTest {
  private static final String QUESTIONS = "pluginexecutor_service_questions_total";
  private static final String CONFIGURATION = "[credential_store]\nname=secrets\n[a]\nname=gone\n";

  @TempDir Path directory;
  private final Metrics metrics = Metrics.open();
  private Services services = Services.none();

  @BeforeEach
  void open() throws IOException {
    var file = TestServices.write(directory, TestServices.ALL);
    measure(ServicesConfig.defaults().withFile(file));
  }

  @AfterEach
  void close() {
    services.close();
    metrics.close();
  }

  private void measure(ServicesConfig config) throws IOException {
    services =
        Services.open(
            config, StoreCipher.none(), _ -> {}, InstantSource.system(), System::nanoTime);
    services.measureWith(metrics);
  }

  private void ask(String service, String operation, @Nullable Object... arguments) {
    var client =
        new DeskClient(
            new Caller("c", ""), "s-1", true, "i", "p", "sha256:00", CONFIGURATION, _ -> {});
    var _ = services.desk(client).answer(new ShimAsk(1, service, operation, dict(arguments)));
  }

  private List<String> counted() {
    return metrics
        .text()
        .lines()
        .filter(line -> line.startsWith("pluginexecutor_") && !line.endsWith(" 0.0"))
        .map(line -> line.replace(QUESTIONS, "").replace(",}", "}"))
        .toList();
  }

  @Test
  void says_of_each_service_what_became_of_questions() {
    ask("credential_store", "credentials", "name", "secrets", "host", "auth", "user", "api_key");
    ask("credential_store", "credentials", "name", "secrets", "host", "auth", "user", "nobody");
    ask("credential_store", "all", "name", "gone");
    ask("credential_store", "all", "name", "others");
    ask("made-up", "get");

    assertThat(counted())
        .containsExactlyInAnyOrder(
            "{outcome=\"given\",service=\"credential_store\"} 1.0",
            "{outcome=\"not_found\",service=\"credential_store\"} 2.0",
            "{outcome=\"refused\",service=\"credential_store\"} 1.0",
            "{outcome=\"refused\",service=\"other\"} 1.0");
  }

  @Test
  void says_how_often_the_cache_had_what_was_asked_for() {
    ask("memory_cache", "get", "key", "k");
    ask("memory_cache", "set", "key", "k", "value", "v", "ttl", 0);
    ask("memory_cache", "get", "key", "k");
    ask("memory_cache", "get", "key", "k");

    assertThat(counted())
        .containsExactlyInAnyOrder(
            "pluginexecutor_cache_entries 1.0",
            "pluginexecutor_cache_hits_total 2.0",
            "pluginexecutor_cache_misses_total 1.0",
            "{outcome=\"given\",service=\"memory_cache\"} 3.0",
            "{outcome=\"not_found\",service=\"memory_cache\"} 1.0");
  }

  @Test
  void a_shared_cache_that_is_away_is_a_failure() throws IOException {
    services.close();
    // A port that nobody has.
    measure(ServicesConfig.defaults().withCacheAddress(CacheAddress.parse("redis://127.0.0.1:1")));

    ask("memory_cache", "get", "key", "k");

    assertThat(counted()).contains("{outcome=\"failed\",service=\"memory_cache\"} 1.0");
  }
}
