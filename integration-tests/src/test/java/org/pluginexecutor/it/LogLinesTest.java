// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.PluginTarget;

/** What plugins print comes back line by line, each line with the session id of its own call. */
class LogLinesTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.withoutWalls();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HookResponse print(String body) {
    var target =
        server.aa("class Plugin:\n  def session_ended(self, session_id):\n" + body.indent(4));
    return server.call(target, "session_ended", Map.of());
  }

  private static List<String> texts(HookResponse response) {
    return response.logLines().stream().map(LogLine::text).toList();
  }

  @Test
  void lines_of_one_stream_are_in_order_and_numbered() {
    var response = print("for i in range(2000): print(i)");
    assertThat(response.logLines()).hasSize(2000);
    for (int i = 0; i < 2000; i++) {
      assertThat(response.logLines().get(i).text()).isEqualTo("s-1: " + i);
      assertThat(response.logLines().get(i).sequence()).isEqualTo(i + 1);
    }
  }

  @Test
  void both_streams_come_back_with_their_names() {
    var response = print("import sys\nprint('out')\nprint('err', file=sys.stderr)");
    assertThat(response.logLines())
        .extracting(line -> line.stream() + " " + line.text())
        .containsExactlyInAnyOrder("STDOUT s-1: out", "STDERR s-1: err");
  }

  @Test
  void output_without_a_line_end_and_empty_lines_count() {
    assertThat(texts(print("import os\nos.write(1, b'a\\n\\nb')")))
        .containsExactly("s-1: a", "s-1: ", "s-1: b");
  }

  @Test
  void bytes_that_are_no_text_are_escaped_and_the_rest_of_the_line_kept() {
    assertThat(texts(print("import os\nos.write(1, b'a\\xff\\xc3b\\xc3\\xa9\\n')")))
        .containsExactly("s-1: a\\xff\\xc3bé");
  }

  @Test
  void output_of_a_process_that_the_plugin_starts_comes_back_too() {
    assertThat(texts(print("import subprocess\nsubprocess.call(['echo', 'from a child'])")))
        .containsExactly("s-1: from a child");
  }

  @Test
  void a_long_line_is_cut_into_several_between_characters() {
    var lines = texts(print("print('é' * 20000)"));
    assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("s-1: é"));
    assertThat(String.join("", lines).replace("s-1: ", "")).isEqualTo("é".repeat(20000));
  }

  @Test
  void a_line_of_exactly_the_limit_is_one_line() {
    assertThat(texts(print("print('x' * 16384)\nprint('y')")))
        .containsExactly("s-1: " + "x".repeat(16384), "s-1: y");
  }

  @Test
  void lines_arrive_while_the_hook_still_runs() throws Exception {
    // The hook goes on only when the test has seen its first line.
    var go = java.nio.file.Files.createTempDirectory("go-").resolve("go");
    var target =
        server.aa(
            "import os, time\nclass Plugin:\n  def session_ended(self):\n    print('waiting')\n"
                + "    while not os.path.exists('"
                + go
                + "'): time.sleep(0.01)\n    print('done')\n");
    var seen = new CopyOnWriteArrayList<String>();
    var call =
        HookCall.newBuilder(target, "session_ended", "live")
            .timeLimit(Duration.ofSeconds(20))
            .build();
    try {
      var response =
          server
              .client()
              .call(
                  call,
                  line -> {
                    seen.add(line.text());
                    if (line.text().endsWith("waiting")) {
                      createFile(go);
                    }
                  });
      assertThat(seen).containsExactly("live: waiting", "live: done");
      assertThat(response.logLines()).isEmpty();
    } finally {
      java.nio.file.Files.deleteIfExists(go);
      java.nio.file.Files.delete(java.util.Objects.requireNonNull(go.getParent()));
    }
  }

  private static void createFile(java.nio.file.Path file) {
    try {
      java.nio.file.Files.createFile(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void with_64_calls_at_once_every_line_carries_its_own_session_id() throws Exception {
    var target =
        server.aa(
            """
            import sys, time
            class Plugin:
              def session_ended(self, session_id):
                for i in range(20):
                  print('%s line %d' % (session_id, i))
                  sys.stderr.write('%s error %d\\n' % (session_id, i))
                  time.sleep(0.002)
            """);
    var results = new ArrayList<Future<HookResponse>>();
    try (var callers = Executors.newFixedThreadPool(64)) {
      for (int i = 0; i < 64; i++) {
        var sessionId = "session-" + i;
        results.add(callers.submit(() -> sessionEnded(target, sessionId)));
      }
      for (int i = 0; i < 64; i++) {
        var sessionId = "session-" + i;
        assertThat(results.get(i).get().logLines())
            .hasSize(40)
            .allMatch(line -> line.text().startsWith(sessionId + ": " + sessionId + " "));
      }
    }
  }

  private static HookResponse sessionEnded(PluginTarget target, String sessionId) {
    return server
        .client()
        .call(
            HookCall.newBuilder(target, "session_ended", sessionId)
                .timeLimit(Duration.ofSeconds(60))
                .build());
  }
}
