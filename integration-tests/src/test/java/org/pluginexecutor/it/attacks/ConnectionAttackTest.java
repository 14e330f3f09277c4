// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.it.attacks.RawHttp2.CONTINUATION;
import static org.pluginexecutor.it.attacks.RawHttp2.DATA;
import static org.pluginexecutor.it.attacks.RawHttp2.END_HEADERS;
import static org.pluginexecutor.it.attacks.RawHttp2.END_STREAM;
import static org.pluginexecutor.it.attacks.RawHttp2.HEADERS;
import static org.pluginexecutor.it.attacks.RawHttp2.PING;
import static org.pluginexecutor.it.attacks.RawHttp2.PRIORITY;
import static org.pluginexecutor.it.attacks.RawHttp2.RST_STREAM;
import static org.pluginexecutor.it.attacks.RawHttp2.SETTINGS;
import static org.pluginexecutor.it.attacks.RawHttp2.WINDOW_UPDATE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.it.Eventually;

/** Attacks on the connection itself, by callers who need no right at all. */
class ConnectionAttackTest {
  private static final String HEALTH = "/grpc.health.v1.Health/Check";
  private static final Duration SOON = Duration.ofSeconds(20);

  private static AttackedServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    server = AttackedServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void f1_rapid_resets_end_the_connection() {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker
            .flood(
                100_000,
                i -> {
                  attacker.call(2 * i + 1, HEALTH);
                  attacker.frame(RST_STREAM, 0, 2 * i + 1, RawHttp2.number(8));
                })
            .assertCalmed();
      }
    });
  }

  @Test
  void f1_resets_that_the_server_is_made_to_send_end_the_connection() {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker
            .flood(
                100_000,
                i -> {
                  attacker.call(2 * i + 1, HEALTH);
                  attacker.frame(WINDOW_UPDATE, 0, 2 * i + 1, RawHttp2.number(0));
                })
            .assertCalmed();
      }
    });
  }

  @Test
  void f1_a_flood_of_continuations_ends_the_connection() {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker.frame(HEADERS, 0, 1, RawHttp2.headers(HEALTH));
        attacker.flood(1_000_000, _ -> attacker.frame(CONTINUATION, 0, 1)).awaitClosed(SOON);
      }
    });
  }

  @Test
  void f1_a_header_that_goes_on_for_ever_ends_the_connection() {
    var block = RawHttp2.literal("x", "y".repeat(16_000));
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker.frame(HEADERS, 0, 1, RawHttp2.headers(HEALTH));
        attacker.flood(100_000, _ -> attacker.frame(CONTINUATION, 0, 1, block)).awaitClosed(SOON);
      }
    });
  }

  @Test
  void f1_a_bomb_of_compressed_headers_is_refused() {
    var bomb = new ByteArrayOutputStream();
    bomb.writeBytes(RawHttp2.headers(HEALTH));
    bomb.write(0x40);
    bomb.writeBytes(
        new byte[] {1, 'x', 127, (byte) (128 + (3000 - 127) % 128), (3000 - 127) / 128});
    bomb.writeBytes("y".repeat(3000).getBytes(StandardCharsets.US_ASCII));
    // Each byte stands for those 3,000.
    for (int i = 0; i < 12_000; i++) {
      bomb.write(0x80 | 62);
    }
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker.frame(HEADERS, END_HEADERS | END_STREAM, 1, bomb.toByteArray());
        attacker.flush();
        Eventually.within(
            SOON,
            () ->
                assertThat(
                        attacker.isClosed()
                            || attacker.received(RST_STREAM) + attacker.received(HEADERS) > 0)
                    .isTrue());
      }
    });
  }

  @Test
  void f1_a_flood_of_settings_ends_the_connection() {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker.flood(1_000_000, _ -> attacker.frame(SETTINGS, 0, 0)).assertCalmed();
      }
    });
  }

  @Test
  void f1_a_flood_of_pings_ends_the_connection() {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker.flood(1_000_000, _ -> attacker.frame(PING, 0, 0, new byte[8])).assertCalmed();
      }
    });
  }

  @Test
  void f1_a_flood_of_empty_data_ends_the_connection() {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker.call(1, HEALTH);
        attacker.flood(1_000_000, _ -> attacker.frame(DATA, 0, 1)).assertCalmed();
      }
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {PRIORITY, 0x42})
  void f1_a_flood_of_frames_for_nothing_ends_the_connection(int type) {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker.flood(1_000_000, _ -> attacker.frame(type, 0, 5, new byte[5])).assertCalmed();
      }
    });
  }

  @Test
  void f1_a_caller_who_takes_no_answers_holds_up_nobody_else() {
    server.whileOthersCall(() -> {
      // SETTINGS_INITIAL_WINDOW_SIZE is 0.
      try (var attacker = RawHttp2.connect(server.port(), new byte[] {0, 4, 0, 0, 0, 0})) {
        attacker.flood(
            2000,
            i -> {
              attacker.call(2 * i + 1, HEALTH);
              attacker.frame(DATA, END_STREAM, 2 * i + 1, RawHttp2.messageHeader(0));
            });
        Eventually.within(
            SOON, () -> assertThat(attacker.received(HEADERS)).isGreaterThanOrEqualTo(1000));
      }
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void f1_calls_beyond_the_limit_of_a_connection_end_it(boolean acknowledges) {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        if (acknowledges) {
          attacker.acknowledge();
        }
        attacker.flood(1_000_000, i -> attacker.call(2 * i + 1, HEALTH)).assertCalmed();
      }
    });
  }

  @Test
  void f1_who_says_nothing_is_shown_the_door() {
    server.whileOthersCall(() -> {
      try (var nothing = RawHttp2.silent(server.port());
          var half = RawHttp2.silent(server.port())) {
        half.bytes("PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII));
        nothing.awaitClosed(SOON);
        half.awaitClosed(SOON);
      }
    });
  }

  @Test
  void f1_connections_beyond_the_limit_are_closed_and_the_others_go_on() {
    server.whileOthersCall(() -> {
      var attackers = new ArrayList<RawHttp2>();
      try {
        for (int i = 0; i < 300; i++) {
          attackers.add(RawHttp2.silent(server.port()));
        }
        Eventually.within(
            SOON,
            () ->
                assertThat(attackers.stream().filter(RawHttp2::isClosed).count())
                    .isGreaterThan(190));
      } finally {
        attackers.forEach(RawHttp2::close);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003aaaaaaaaaaaaaaaaaaaaaaaa",
        "\u0000\u00ff\u0000\u00ff\u0000\u00ff\u0000\u00ff\u0000\u00ff\u0000\u00ff\u0000\u00ff\u0000",
      })
  void f1_who_speaks_something_else_is_shown_the_door(String greeting) {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.silent(server.port())) {
        attacker.bytes(greeting.getBytes(StandardCharsets.ISO_8859_1));
        attacker.awaitClosed(SOON);
      }
    });
  }
}
