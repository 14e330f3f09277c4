// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.server.config.CacheAddress;

/** Two servers whose plugins have one memory cache, in a real Redis where this machine has one. */
@Timeout(120)
class SharedCacheTest {
  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");
  private static final String PASSWORD = "of-the-cache";

  /** Keeps what it is given under the key, or says what is there. */
  private static final String KEEPING =
      """
      from safeguard.sessions.plugin import AAPlugin, AAResponse
      from safeguard.sessions.plugin.memory_cache import MemoryCache
      class Plugin(AAPlugin):
          def _ask_mfa_password(self):
              return None
          def do_authenticate(self):
              cache = MemoryCache.from_config(self.plugin_configuration, prefix='test:it')
              value = self.session_cookie.get('value')
              if value is not None:
                  cache.set('key', value, ttl=60)
              return AAResponse.accept(str(cache.get('key')))
      """;

  @TempDir Path directory;
  private int port;
  private @Nullable Process redis;

  @BeforeEach
  void startRedis() throws IOException {
    assumeTrue(Files.isExecutable(PROGRAM), "redis-server is not installed");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var command = new ArrayList<>(List.of(PROGRAM.toString(), "--port", Integer.toString(port)));
    command.addAll(List.of("--bind", "127.0.0.1", "--requirepass", PASSWORD, "--save", ""));
    command.addAll(List.of("--dir", directory.toString(), "--maxmemory-policy", "allkeys-lfu"));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    redis = process;
    var lines = process.inputReader(StandardCharsets.UTF_8);
    var line = lines.readLine();
    while (line != null && !line.contains("eady to accept connections")) {
      line = lines.readLine();
    }
    assertThat(line).as("redis-server says that it is ready").isNotNull();
  }

  @AfterEach
  void stopRedis() throws InterruptedException {
    if (redis != null) {
      var _ = redis.destroyForcibly().waitFor();
    }
  }

  private TestServer server() {
    var address = CacheAddress.parse("redis://:" + PASSWORD + "@127.0.0.1:" + port);
    return TestServer.start(
        config -> config.withServices(config.services().withCacheAddress(address)));
  }

  private static HookResponse call(TestServer server, String session, Map<String, ?> cookie) {
    var zip = PluginZip.aa("keeping", KEEPING);
    var target = server.upload("keeping", zip);
    return server
        .client()
        .call(
            HookCall.newBuilder(target, "authenticate", session)
                .arguments(Map.of("gateway_user", "alice"))
                .sessionCookie(cookie)
                .build());
  }

  private static String metadata(HookResponse response) {
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    var result = Objects.requireNonNull(((Outcome.Returned) response.outcome()).result());
    assertThat(result).containsEntry("verdict", "ACCEPT");
    return String.valueOf(result.get("additional_metadata"));
  }

  @Test
  void what_a_plugin_of_one_server_keeps_the_other_servers_plugin_finds() {
    try (var one = server();
        var other = server()) {
      assertThat(metadata(call(one, "s-1", Map.of("value", "kept")))).contains("kept");

      assertThat(metadata(call(other, "s-2", Map.of()))).contains("kept");
    }
  }

  @Test
  void while_it_is_away_plugins_find_nothing_and_nobody_waits_for_long() throws Exception {
    try (var server = server()) {
      assertThat(metadata(call(server, "s-1", Map.of("value", "kept")))).contains("kept");
      stopRedis();

      long start = System.nanoTime();
      var response = call(server, "s-2", Map.of("value", "lost"));

      assertThat(metadata(response)).contains("None");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(response.logLines().stream().map(LogLine::text))
          .filteredOn(line -> line.contains("Memory cache cannot be had now"))
          .hasSize(2)
          .noneMatch(line -> line.contains(PASSWORD));
    }
  }
}
