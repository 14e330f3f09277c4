// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.server.config.StateLimits;

/** The directories in which plugins keep what outlives a call. */
class StateDirectoryTest {
  private static final int LIMIT_BYTES = 64 << 10;
  private static final int LIMIT_FILES = 20;

  /** Does what the session id says, with a colon between the words. */
  private static final String PLUGIN =
      """
      import os, stat, time
      LASTING = os.environ['SCB_PLUGIN_STATE_DIRECTORY']
      PASSING = os.environ['EPHEMERAL_PLUGIN_STATE_DIRECTORY']
      def write(path, size):
        try:
          with open(path, 'wb') as f: f.write(b'x' * size)
        except OSError as e:
          print('errno', e.errno)
      class Plugin:
        def __init__(self, configuration):
          for name, path in (('lasting', LASTING), ('passing', PASSING)):
            print(name, path, oct(stat.S_IMODE(os.stat(path).st_mode)), sorted(os.listdir(path)))
        def session_ended(self, session_id):
          verb, _, rest = session_id.partition(':')
          if verb == 'note':
            for path in (LASTING, PASSING): open(os.path.join(path, rest), 'w').close()
          if verb == 'size': write(os.path.join(LASTING, 'file'), int(rest))
          if verb == 'count':
            for i in range(int(rest)): open(os.path.join(PASSING, 'f%d' % i), 'w').close()
          if verb == 'clear':
            for path in (LASTING, PASSING):
              for name in os.listdir(path): os.remove(os.path.join(path, name))
          if verb == 'meet':
            own, other = rest.split(':')
            open(os.path.join(LASTING, own), 'w').close()
            while not os.path.exists(os.path.join(LASTING, other)): time.sleep(0.01)
            print('met')
      """;

  private static TestServer server;
  private static PluginName plugin;

  @TempDir static Path directory;

  @BeforeAll
  static void start() {
    server =
        TestServer.withoutWalls(config ->
            config.withInvocation(
                config.invocation().withState(new StateLimits(LIMIT_BYTES, LIMIT_FILES))));
    plugin = ((PluginTarget.Configured) server.aa(PLUGIN)).plugin();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PluginTarget instance(String name) {
    server.client().instances().create(name, plugin, Optional.of(""));
    return new PluginTarget.Instance(name);
  }

  private static PluginTarget newInstance() {
    return instance("i-" + UUID.randomUUID());
  }

  private static HookResponse call(PluginExecutorClient client, PluginTarget target, String what) {
    var response =
        client.call(
            HookCall.newBuilder(target, "session_ended", what)
                .timeLimit(Duration.ofSeconds(20))
                .build());
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    return response;
  }

  private static HookResponse call(PluginTarget target, String what) {
    return call(server.client(), target, what);
  }

  /** What the plugin said of one of its directories: path, mode, entries. */
  private static String[] seen(List<LogLine> lines, String which) {
    return lines.stream()
        .map(line -> line.text().split(": ", 2)[1])
        .filter(text -> text.startsWith(which + " "))
        .map(text -> text.substring(which.length() + 1).split(" (?=0o|\\[)", 3))
        .findFirst()
        .orElseThrow();
  }

  private static Path path(HookResponse response, String which) {
    return Path.of(seen(response.logLines(), which)[0]);
  }

  private static String entries(HookResponse response, String which) {
    return seen(response.logLines(), which)[2];
  }

  private static List<String> remarks(HookResponse response) {
    return response.logLines().stream()
        .filter(line -> line.stream() == LogLine.Stream.EXECUTOR)
        .map(LogLine::text)
        .toList();
  }

  @Test
  void are_private_and_kept_over_the_calls_and_tests_of_one_instance() {
    var x = newInstance();
    call(x, "note:one");

    var second = call(x, "look");
    var test = server.client().instances().test(((PluginTarget.Instance) x).name());

    for (var which : List.of("lasting", "passing")) {
      assertThat(seen(second.logLines(), which)[1]).isEqualTo("0o700");
      assertThat(seen(second.logLines(), which)[2]).isEqualTo("['one']");
      assertThat(seen(test.logLines(), which)).isEqualTo(seen(second.logLines(), which));
    }
    assertThat(path(second, "lasting")).startsWith(server.dataDirectory().resolve("state"));
    assertThat(path(second, "passing")).isNotEqualTo(path(second, "lasting"));
  }

  @Test
  void belong_to_one_instance_or_to_the_calls_with_a_configuration_of_their_own() {
    var x = newInstance();
    var y = newInstance();
    var inline = new PluginTarget.Configured(plugin, "");
    for (var target : List.of(x, y, inline)) {
      call(target, "clear");
    }

    call(x, "note:x");
    call(inline, "note:inline");

    assertThat(entries(call(x, "look"), "lasting")).isEqualTo("['x']");
    assertThat(entries(call(y, "look"), "lasting")).isEqualTo("[]");
    assertThat(entries(call(y, "look"), "passing")).isEqualTo("[]");
    assertThat(entries(call(inline, "look"), "passing")).isEqualTo("['inline']");
    assertThat(entries(call(new PluginTarget.Configured(plugin, "other"), "clear"), "lasting"))
        .isEqualTo("['inline']");
  }

  @Test
  void are_shared_by_calls_at_the_same_time() {
    var x = newInstance();

    var one = Background.supply(() -> call(x, "meet:a:b"));
    var two = Background.supply(() -> call(x, "meet:b:a"));

    assertThat(TestServer.output(one.join())).contains("met");
    assertThat(TestServer.output(two.join())).contains("met");
  }

  @Test
  void take_no_large_file_and_nothing_at_all_while_they_are_full() {
    var x = newInstance();

    var tooLarge = call(x, "size:" + (LIMIT_BYTES + 1));
    var full = call(x, "size:1");
    call(x, "clear");
    var again = call(x, "size:1");

    assertThat(TestServer.output(tooLarge)).contains("errno 27");
    assertThat(remarks(tooLarge)).isEmpty();
    assertThat(TestServer.output(full)).contains("errno 27");
    assertThat(remarks(full))
        .singleElement()
        .asString()
        .contains("the persistent state directory has 65536 B in 1 files (expected: less than");
    assertThat(TestServer.output(again)).doesNotContain("errno");
    assertThat(remarks(again)).isEmpty();
  }

  @Test
  void leave_as_much_to_a_file_as_the_others_have_not_taken() {
    var x = newInstance();
    call(x, "size:" + (LIMIT_BYTES - 100));

    assertThat(TestServer.output(call(x, "size:101"))).contains("errno 27");
  }

  @Test
  void take_no_more_when_they_have_many_small_files() {
    var x = newInstance();
    assertThat(remarks(call(x, "count:" + (LIMIT_FILES - 1)))).isEmpty();
    assertThat(TestServer.output(call(x, "size:1"))).doesNotContain("errno");

    call(x, "count:500");
    var full = call(x, "size:1");

    assertThat(remarks(full))
        .singleElement()
        .asString()
        .contains("the ephemeral state directory has 0 B in 20 files");
    assertThat(TestServer.output(full)).contains("errno 27");
    call(x, "clear");
    assertThat(remarks(call(x, "look"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "a..",
        "a.-_.",
        "lease",
        "files",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void are_there_for_every_name(String name) {
    var x = instance(name);
    call(x, "note:one");

    assertThat(entries(call(x, "look"), "lasting")).isEqualTo("['one']");
    server.client().instances().delete(name);
    assertThat(server.dataDirectory().resolve("state/instances").resolve(name)).doesNotExist();
  }

  @Test
  void go_with_the_instance_but_not_from_under_a_call() {
    var x = instance("deleted");
    var lasting = path(call(x, "look"), "lasting");
    var passing = path(call(x, "look"), "passing");
    var running = Background.supply(() -> call(x, "meet:a:b"));
    Eventually.within(Duration.ofSeconds(20), () -> assertThat(lasting.resolve("a")).exists());

    server.client().instances().delete("deleted");
    assertThat(lasting.resolve("a")).exists();
    assertThat(entries(call(instance("deleted"), "note:new"), "lasting")).isEqualTo("[]");
    create(lasting.resolve("b"));

    assertThat(TestServer.output(running.join())).contains("met");
    assertThat(lasting).doesNotExist();
    assertThat(passing).doesNotExist();
    assertThat(entries(call(x, "look"), "lasting")).isEqualTo("['new']");
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void of_a_plugin_go_with_its_last_version() {
    var target = (PluginTarget.Configured) server.aa(PLUGIN);
    var lasting = path(call(target, "note:one"), "lasting");
    var name = target.plugin().withVersion("1.0.0");

    server.client().plugins().delete(name);

    assertThat(lasting).doesNotExist();
  }

  @Test
  void outlive_a_killed_server_as_far_as_they_are_to_and_are_shared_by_servers() throws Exception {
    var home = Files.createDirectories(directory.resolve("a b/c"));
    var x = new PluginTarget.Instance("x");
    try (var serving = ServerProcess.start(home);
        var client = serving.connect()) {
      client.plugins().upload(PluginZip.aa("p", PLUGIN).stream());
      client.instances().create("x", PluginName.of("p"), Optional.of(""));
      call(client, x, "note:one");
      serving.process().destroyForcibly().waitFor();
    }
    try (var serving = ServerProcess.start(home);
        var another = ServerProcess.start(home);
        var client = serving.connect();
        var second = another.connect()) {
      var response = call(client, x, "note:two");
      assertThat(entries(response, "lasting")).isEqualTo("['one']");
      assertThat(entries(response, "passing")).isEqualTo("[]");
      var elsewhere = call(second, x, "look");
      assertThat(path(elsewhere, "lasting")).isEqualTo(path(response, "lasting"));
      assertThat(entries(elsewhere, "lasting")).isEqualTo("['one', 'two']");
      assertThat(entries(elsewhere, "passing")).isEqualTo("[]");

      client.instances().delete("x");
      assertThat(path(response, "lasting")).doesNotExist();
      assertThat(path(response, "passing")).doesNotExist();
    }
  }

  @Test
  void are_in_no_backup() throws Exception {
    var x = instance("saved");
    call(x, "note:one");
    var backup = directory.resolve("store.backup");

    server.client().backups().create(backup);

    try (var other = TestServer.withoutWalls()) {
      other.client().backups().restore(backup, false);
      try (Stream<Path> files = Files.walk(other.dataDirectory().resolve("state"))) {
        assertThat(files).hasSize(1);
      }
      assertThat(entries(call(other.client(), x, "look"), "lasting")).isEqualTo("[]");
    }
  }
}
