// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.PluginRef;
import org.pluginexecutor.v1.PluginTarget;

/** The process that a hook runs in: what it gets, and that nothing of it survives. */
class WorkerProcessTest {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static TestServer server;

  /** A daemon in a session of its own, with nothing left open, marked by its name. */
  private static final String DAEMON =
      """
      import os, sys, time
      def daemon(mark):
        if os.fork() == 0:
          os.setsid()
          if os.fork() == 0:
            os.closerange(0, 4096)
            os.execv(sys.executable, [mark, '-c', 'import time; time.sleep(600)', mark])
          os._exit(0)
        os.wait()
      class Plugin:
        def session_ended(self, session_id):
          daemon(session_id)
          print('started')
      """;

  @BeforeAll
  static void start() {
    server = TestServer.withoutWalls();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HookResponse run(String body) {
    var target =
        server.aa("import os, sys\nclass Plugin:\n  def session_ended(self):\n" + body.indent(4));
    return server.call(target, "session_ended", Map.of());
  }

  private static String printed(String body) {
    var response = run(body);
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    return TestServer.output(response).replace("s-1: ", "").strip();
  }

  private static boolean isAlive(String mark) {
    return !Processes.named(mark).isEmpty();
  }

  @Test
  void the_environment_is_exactly_the_documented_one() {
    var names = printed("print(sorted(os.environ))");
    assertThat(names)
        .isEqualTo(
            "['EPHEMERAL_PLUGIN_STATE_DIRECTORY', 'HOME', 'LANG', 'PATH',"
                + " 'SCB_PLUGIN_STATE_DIRECTORY', 'TMPDIR']");
  }

  @Test
  void the_working_directory_is_private_and_gone_afterwards() {
    var lines =
        printed(
                "open('left', 'w').write('x')\n"
                    + "print(os.getcwd())\n"
                    + "print(oct(os.stat('.').st_mode)[-3:])")
            .lines()
            .toList();
    assertThat(lines.get(1)).isEqualTo("700");
    assertThat(Path.of(lines.get(0))).doesNotExist();
  }

  @Test
  void a_deep_tree_left_behind_is_gone_afterwards() {
    var directory =
        printed(
            "print(os.getcwd())\nfor i in range(3000):\n  os.mkdir('d')\n  os.chdir('d')\n"
                + "os.chmod('.', 0)");
    assertThat(Path.of(directory)).doesNotExist();
  }

  @Test
  void files_of_the_package_open_by_their_relative_names() {
    var zip =
        PluginZip.aa(
                "with_data",
                "class Plugin:\n  def session_ended(self): print(open('data.txt').read())\n")
            .file("data.txt", "from the package");
    var response = server.call(server.upload("with_data", zip), "session_ended", Map.of());
    assertThat(TestServer.output(response)).contains("s-1: from the package");
  }

  @Test
  void only_the_standard_descriptors_and_the_reply_connection_are_open() {
    assertThat(printed("print(sorted(os.listdir('/proc/self/fd'), key=int)[:3])"))
        .isEqualTo("['0', '1', '2']");
    // The fourth is the reply connection, the fifth the directory that is being listed.
    assertThat(printed("print(len(os.listdir('/proc/self/fd')))")).isEqualTo("5");
  }

  @Test
  void standard_input_is_empty() {
    assertThat(printed("print(repr(sys.stdin.read()))")).isEqualTo("''");
  }

  @Test
  void secrets_are_in_no_command_line_and_no_environment() {
    var target =
        server.credentialStore(
            """
            import os
            class Plugin:
              def get_password_list(self, gateway_password):
                text = b''
                for pid in (os.getpid(), os.getppid()):
                  for name in ('cmdline', 'environ'):
                    text += open('/proc/%d/%s' % (pid, name), 'rb').read()
                print(gateway_password.encode() in text)
            """);
    var response =
        server.call(target, "get_password_list", Map.of("gateway_password", "s3cret-9b1f"));
    assertThat(TestServer.output(response)).contains("s-1: False");
  }

  @Test
  void nothing_of_a_call_is_there_in_the_next_one() {
    var target =
        server.aa(
            """
            import os, sys, json
            class Plugin:
              counter = 0
              def session_ended(self):
                print(Plugin.counter, hasattr(json, 'mark'), os.path.exists('mark'))
                Plugin.counter = json.mark = 1
                open('mark', 'w').close()
            """);
    for (int i = 0; i < 2; i++) {
      assertThat(TestServer.output(server.call(target, "session_ended", Map.of())))
          .isEqualTo("s-1: 0 False False\n");
    }
  }

  @Test
  void modules_of_the_package_come_before_all_others_and_none_of_ours_is_in_the_way() {
    var zip =
        PluginZip.aa("own_modules", "from lib.plugin import Plugin\n")
            .file("lib/__init__.py", "")
            .file(
                "lib/plugin.py",
                "import json, pluginshim, vault\nclass Plugin:\n  def session_ended(self):"
                    + " print(json.OWN, pluginshim.OWN, vault.OWN)\n")
            .file("json.py", "OWN = 'json'\n")
            .file("pluginshim.py", "OWN = 'pluginshim'\n")
            .file("vault.py", "OWN = 'vault'\n")
            .file("sitecustomize.py", "print('sitecustomize ran')\n")
            .file("evil.pth", "import os; print('pth ran')\n");
    var response = server.call(server.upload("own_modules", zip), "session_ended", Map.of());
    assertThat(TestServer.output(response)).isEqualTo("s-1: json pluginshim vault\n");
  }

  @Test
  void a_daemon_is_dead_before_the_answer() {
    var mark = "mark-" + UUID.randomUUID();
    var response =
        server.client().call(HookCall.newBuilder(server.aa(DAEMON), "session_ended", mark).build());
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    assertThat(TestServer.output(response)).contains("started");
    assertThat(isAlive(mark)).isFalse();
  }

  @Test
  void a_daemon_is_dead_after_the_time_limit() {
    var mark = "mark-" + UUID.randomUUID();
    var target =
        server.aa(DAEMON.replace("print('started')", "print('started')\n    time.sleep(600)"));
    var response =
        server
            .client()
            .call(
                HookCall.newBuilder(target, "session_ended", mark)
                    .timeLimit(Duration.ofSeconds(2))
                    .build());
    assertThat(response.outcome()).isInstanceOf(Outcome.TimedOut.class);
    assertThat(TestServer.output(response)).contains("started");
    assertThat(isAlive(mark)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancel", "disconnect", "deadline"})
  void the_tree_dies_when_the_caller_gives_up(String way) throws Exception {
    var mark = "mark-" + UUID.randomUUID();
    var target =
        server.aa(DAEMON.replace("print('started')", "print('started')\n    time.sleep(600)"));
    var name = ((org.pluginexecutor.client.PluginTarget.Configured) target).plugin().name();
    var request =
        InvokeHookRequest.newBuilder()
            .setPlugin(PluginTarget.newBuilder().setPlugin(PluginRef.newBuilder().setName(name)))
            .setHook("session_ended")
            .setSessionId(mark)
            .build();
    var channel = server.channel();
    var context = Context.current().withCancellation();
    var stub = HookServiceGrpc.newBlockingStub(channel);
    var limited = way.equals("deadline") ? stub.withDeadlineAfter(Duration.ofMillis(1500)) : stub;
    try {
      var invoked = Background.supply(() -> inContext(context, () -> limited.invokeHook(request)));
      Eventually.within(Duration.ofSeconds(10), () -> assertThat(isAlive(mark)).isTrue());
      switch (way) {
        case "cancel" -> context.cancel(null);
        case "disconnect" -> channel.shutdownNow();
        default -> {}
      }
      Eventually.within(SOON, () -> assertThat(isAlive(mark)).isFalse());
      if (way.equals("deadline")) {
        // The server ends the hook a little before, so that the outcome still arrives.
        assertThat(invoked.get().hasTimedOut()).isTrue();
      } else {
        assertThatThrownBy(invoked::get).hasRootCauseInstanceOf(StatusRuntimeException.class);
      }
    } finally {
      context.cancel(null);
      channel.shutdownNow();
    }
  }

  private static <T> T inContext(Context context, Supplier<T> call) {
    var previous = context.attach();
    try {
      return call.get();
    } finally {
      context.detach(previous);
    }
  }

  @Test
  void a_deadline_that_passes_before_the_start_starts_nothing() {
    var channel = server.channel();
    try {
      var stub = HookServiceGrpc.newBlockingStub(channel).withDeadlineAfter(Duration.ofNanos(1));
      assertThatThrownBy(() -> stub.invokeHook(InvokeHookRequest.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void no_descriptor_or_thread_or_file_stays_behind_in_the_server() throws IOException {
    var target = server.aa("class Plugin:\n  def session_ended(self): print('x')\n");
    for (int i = 0; i < 5; i++) {
      server.call(target, "session_ended", Map.of());
    }
    int before = openDescriptors();
    for (int i = 0; i < 30; i++) {
      server.call(target, "session_ended", Map.of());
    }
    Eventually.within(SOON, () -> assertThat(openDescriptors()).isLessThanOrEqualTo(before + 2));
    assertThat(workerDirectories()).isEmpty();
  }

  private static int openDescriptors() {
    var names = Path.of("/proc/self/fd").toFile().list();
    return names == null ? 0 : names.length;
  }

  private static List<Path> workerDirectories() throws IOException {
    try (var directories =
        Files.newDirectoryStream(
            Path.of(System.getProperty("java.io.tmpdir")), "plugin-executor-*")) {
      for (var directory : directories) {
        var workers = directory.resolve("workers").toFile().list();
        if (workers != null && workers.length > 0) {
          return Arrays.stream(workers).map(Path::of).toList();
        }
      }
    }
    return List.of();
  }
}
