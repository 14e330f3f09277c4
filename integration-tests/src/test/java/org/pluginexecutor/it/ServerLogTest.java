// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;

/** What stands in the log of a server, read as an operator does. */
class ServerLogTest {
  private static final Gson GSON = new Gson();

  /** What begins a line of the log as text. */
  private static final String LINE =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (?:INFO|WARN|ERROR) ";

  private static final String FORGER =
      """
      import json, os, sys

      FORGED = '2026-11-22T12:00:00.000Z INFO [session_id=victim] LoggedInvoker: victim: granted'
      OBJECT = json.dumps({'time': '2026-11-22T12:00:00.000Z', 'level': 'INFO',
                           'logger': 'plugin', 'session_id': 'victim', 'message': 'granted'})

      class Plugin:
        def session_ended(self, session_id):
          for between in (u'\\n', u'\\r', u'\\x0b', u'\\x0c', u'\\x1b[2K\\x1b[1A', u'\\x85',
                          u'\\u2028', u'\\u2029', u'\\u202e', u'\\u2066', u'\\x00', u'\\x9b2K'):
            for text in (FORGED, OBJECT, 'victim: granted'):
              os.write(1, (u'x' + between + text + u'\\n').encode('utf-8'))
          os.write(2, b'\\xff\\xfe\\xe2\\x80' + FORGED.encode() + b'\\n')
          os.write(2, b'","session_id":"victim","x":"\\n')
          os.write(2, b'] plugin: victim: granted\\n')
          raise type('E\\n' + FORGED, (Exception,), {})('m\\r\\n' + OBJECT + '\\x1b[2K')
      """;

  private static final String TALKATIVE =
      """
      import base64, json, sys

      class Plugin:
        def __init__(self, configuration):
          print('configured with ' + configuration)
          self.configuration = configuration

        def get_password_list(self, cookie, session_cookie, gateway_password=None, **others):
          key = 'returned-password'
          print('asked with', gateway_password, 'will return', key)
          print(json.dumps({'pw': gateway_password}), repr(gateway_password))
          sys.stderr.write(base64.b64encode(('u:' + key).encode()).decode() + '\\n')
          return {'passwords': [key]}
      """;

  @TempDir Path directory;

  private List<String> log(List<String> options, Consumer<PluginExecutorClient> calls)
      throws Exception {
    var all = new ArrayList<>(List.of("--require-isolation", "none", "--isolation", "none"));
    all.addAll(options);
    try (var server = ServerProcess.start(directory, all.toArray(String[]::new))) {
      try (var client = server.connect()) {
        calls.accept(client);
      }
      server.process().destroy();
      server.process().waitFor();
    }
    return Files.readString(directory.resolve("server.log")).lines().toList();
  }

  private static PluginTarget upload(PluginExecutorClient client, PluginZip zip, String config) {
    try {
      client.plugins().upload(zip.stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PluginTarget.Configured(
        new PluginName(Optional.empty(), "talker", Optional.empty()), config);
  }

  private static HookResponse call(
      PluginExecutorClient client, PluginTarget target, String hook, String sessionId) {
    var call = HookCall.newBuilder(target, hook, sessionId).timeLimit(Duration.ofSeconds(60));
    if (hook.equals("get_password_list")) {
      call.arguments(Map.of("gateway_password", "g4te\"w'ay"));
    }
    return client.call(call.build());
  }

  private static void forge(PluginExecutorClient client) {
    var target = upload(client, PluginZip.aa("talker", FORGER), "");
    call(client, target, "session_ended", "s]1=\"");
  }

  @Test
  void a_plugin_forges_no_line_of_the_text() throws Exception {
    var lines = log(List.of(), ServerLogTest::forge);

    assertThat(lines).allMatch(line -> line.matches(LINE + ".*") || line.startsWith("\t"));
    assertThat(lines)
        .filteredOn(line -> line.contains("victim"))
        .hasSizeGreaterThan(38)
        .allMatch(line -> line.matches(LINE + "\\[session_id=\"s]1=\\\\\"\" invocation_id=.*"));
    assertThat(String.join("", lines)).matches("[\\t\\x20-\\x7e]*");
  }

  @Test
  void a_plugin_forges_no_line_of_the_json() throws Exception {
    var lines = log(List.of("--log-format", "json"), ServerLogTest::forge);

    var objects = lines.stream().map(line -> GSON.fromJson(line, JsonObject.class)).toList();
    assertThat(objects).noneMatch(line -> text(line, "session_id").equals("victim"));
    assertThat(objects)
        .filteredOn(line -> text(line, "logger").equals("plugin"))
        .hasSizeGreaterThan(38)
        .allMatch(line -> text(line, "session_id").equals("s]1=\""))
        .allMatch(line -> text(line, "message").startsWith("s]1=\": "))
        .allMatch(line -> text(line, "message").matches("[\\t\\x20-\\x7e]*"));
  }

  private static String text(JsonObject line, String field) {
    return line.has(field) ? line.get(field).getAsString() : "";
  }

  @Test
  void each_line_of_a_call_has_its_fields_and_no_other_line_has_them() throws Exception {
    var lines =
        log(
            List.of("--log-format", "json"),
            client -> {
              var zip =
                  PluginZip.aa(
                      "talker",
                      "class Plugin:\n  def session_ended(self, session_id):\n"
                          + "    print(session_id)\n");
              var target = upload(client, zip, "");
              try (var callers = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 24; i++) {
                  var sessionId = "session-" + i;
                  var _ = callers.submit(() -> call(client, target, "session_ended", sessionId));
                }
              }
            });

    var objects = lines.stream().map(line -> GSON.fromJson(line, JsonObject.class)).toList();
    for (int i = 0; i < 24; i++) {
      var sessionId = "session-" + i;
      assertThat(objects)
          .filteredOn(line -> text(line, "session_id").equals(sessionId))
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(line -> text(line, "message").startsWith(sessionId + ": "))
          .allMatch(line -> text(line, "hook").equals("session_ended"))
          .allMatch(line -> text(line, "plugin").equals("aa/talker/1.0.0"))
          .extracting(line -> text(line, "invocation_id"))
          .containsOnly(
              objects.stream()
                  .filter(line -> text(line, "session_id").equals(sessionId))
                  .map(line -> text(line, "invocation_id"))
                  .findFirst()
                  .orElseThrow());
      assertThat(objects)
          .filteredOn(line -> text(line, "message").startsWith(sessionId + ": "))
          .allMatch(line -> text(line, "session_id").equals(sessionId));
    }
    assertThat(objects)
        .filteredOn(line -> text(line, "message").startsWith("serving on"))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.keySet()).containsExactly("time", "level", "logger", "message");
          assertThat(Instant.parse(text(line, "time"))).isBefore(Instant.now());
          assertThat(text(line, "time")).matches(".*\\.\\d{3}Z");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void secrets_that_a_plugin_prints_are_in_its_lines_and_not_in_the_log(String format)
      throws Exception {
    var lines =
        log(
            List.of("--log-format", format),
            client -> {
              var zip = PluginZip.credentialStore("talker", TALKATIVE);
              var target = upload(client, zip, "[x]\npassword = c0nfig-pw\nhost = ldap.example\n");
              var response = call(client, target, "get_password_list", "s-1");
              assertThat(response.logLines())
                  .extracting(LogLine::text)
                  .contains(
                      "s-1: password = c0nfig-pw",
                      "s-1: asked with g4te\"w'ay will return returned-password");
            });

    assertThat(String.join("\n", lines))
        .contains("s-1: password = ***", "s-1: host = ***", "asked with *** will return ***")
        .doesNotContain("c0nfig-pw", "ldap.example", "returned-password", "g4te", "dTpyZXR1cm5l");
  }

  @Test
  void the_log_has_the_true_lines_at_once_where_scrubbing_is_off() throws Exception {
    var lines =
        log(
            List.of("--log-scrubbing=false"),
            client -> {
              var zip = PluginZip.credentialStore("talker", TALKATIVE);
              call(client, upload(client, zip, "a = c0nfigured"), "get_password_list", "s-1");
            });

    assertThat(lines)
        .filteredOn(line -> line.contains("a = c0nfigured"))
        .singleElement()
        .asString()
        .matches(LINE + "\\[session_id=s-1 invocation_id=.* stream=stdout .*");
  }

  @Test
  void what_was_printed_before_a_time_limit_is_in_the_log() throws Exception {
    var source =
        "import time\nclass Plugin:\n  def session_ended(self):\n    print('waiting')\n"
            + "    time.sleep(60)\n";
    var lines =
        log(
            List.of(),
            client -> {
              var target = upload(client, PluginZip.aa("talker", source), "");
              client.call(
                  HookCall.newBuilder(target, "session_ended", "s-1")
                      .timeLimit(Duration.ofSeconds(2))
                      .build());
            });

    int printed =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).contains("plugin: s-1: waiting"))
            .findFirst()
            .orElseThrow();
    assertThat(lines.subList(printed, lines.size()))
        .anyMatch(line -> line.contains("s-1: session_ended of aa/talker/1.0.0: timed_out"));
  }
}
