// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.ConstructionOutcome;
import org.pluginexecutor.client.InstanceTest;
import org.pluginexecutor.client.Instances;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.NotFoundException;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.PreconditionException;
import org.pluginexecutor.server.runtime.PythonRuntime;

/** What becomes of a configuration is known before a hook is called, and nothing is left behind. */
class InstanceTestTest {
  private static final Duration LIMIT = Duration.ofMillis(1500);

  /** A daemon in a session of its own, with nothing left open, marked by the configuration. */
  private static final String DAEMON =
      """
      import os, sys, time
      class Plugin:
        def __init__(self, configuration):
          if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
              os.closerange(0, 4096)
              sleep = 'import time; time.sleep(600)'
              os.execv(sys.executable, [configuration, '-c', sleep, configuration])
            os._exit(0)
          os.wait()
          print('started')
      """;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Instances instances() {
    return server.client().instances();
  }

  private static PluginName aa(String mainPy) {
    return name(server.aa(mainPy));
  }

  private static PluginName name(PluginTarget target) {
    return ((PluginTarget.Configured) target).plugin();
  }

  private static PluginName sample(String directory) {
    var name = directory.substring(directory.lastIndexOf('/') + 1);
    var zip = PluginZip.ofDirectory(TestServer.home().resolve("examples").resolve(directory));
    return name(server.upload(name, zip));
  }

  private static String constructor(String body) {
    return "import os, sys, time\nclass Plugin:\n  def __init__(self, configuration):\n"
        + body.indent(4);
  }

  /** The same with a client that has a time limit. */
  private static InstanceTest limited(PluginName plugin, String configuration) {
    var options = TestServer.options(server.server()).timeLimit(LIMIT).build();
    try (var client = PluginExecutorClient.connect(options)) {
      return client.instances().test(plugin, configuration);
    }
  }

  private static boolean isAlive(String mark) {
    return !Processes.named(mark).isEmpty();
  }

  private static List<String> texts(InstanceTest test) {
    return test.logLines().stream().map(LogLine::text).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sample_aa | authenticate, authorize, session_ended",
        "sample_credentialstore | get_password_list, get_private_key_list,"
            + " authentication_completed, session_ended, get_remote_app_credentials,"
            + " get_totp_codes",
        "documented/x5_session_summary | session_ended",
      })
  void the_samples_take_their_default_configurations(String sample, String hooks) {
    var name = "test-" + UUID.randomUUID();
    instances().create(name, sample(sample), Optional.empty());

    var test = instances().test(name);

    assertThat(test.outcome())
        .isEqualTo(new ConstructionOutcome.Constructed(List.of(hooks.split(", ", -1))));
    assertThat(test.constructed()).isTrue();
    assertThat(instances().test(name, 1).outcome()).isEqualTo(test.outcome());
    assertThat(test.execution().plugin()).contains("/" + sample.replaceAll(".*/", "") + "/");
    assertThat(test.execution().runtimeVersion()).isNotEmpty();
    assertThat(test.cost().runTime()).isPositive();
    assertThat(test.cost().peakMemoryBytes()).isGreaterThan(1 << 20);
  }

  @Test
  void no_hook_is_called() {
    var plugin =
        aa(
            "class Plugin:\n  def authenticate(self): print('called')\n"
                + "  def session_ended(self): print('called')\n");

    var test = instances().test(plugin, "");

    assertThat(test.outcome())
        .isEqualTo(new ConstructionOutcome.Constructed(List.of("authenticate", "session_ended")));
    assertThat(test.logLines()).isEmpty();
  }

  @Test
  void a_constructor_that_raises_shows_what_the_configuration_lacks() {
    var plugin = aa(constructor("raise ValueError('no section [auth] in: ' + configuration)"));

    var failed = (Outcome.LoadFailed) instances().test(plugin, "[aut]").outcome();

    assertThat(failed.step()).isEqualTo(Outcome.LoadStep.CONSTRUCT);
    assertThat(failed.exceptionType()).isEqualTo("ValueError");
    assertThat(failed.message()).isEqualTo("no section [auth] in: [aut]");
    assertThat(failed.traceback())
        .contains("File \"main.py\", line 5, in __init__")
        .doesNotContain(server.dataDirectory().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import no_such_module | IMPORT | ModuleNotFoundError | no_such_module",
        "import broken | IMPORT | SyntaxError | invalid syntax",
        "x = 1 | FIND_CLASS | AttributeError | no Plugin",
      })
  void what_keeps_a_plugin_from_coming_up_is_named(
      String source, String step, String type, String message) {
    var name = "kept_" + type;
    var zip =
        PluginZip.aa(name, source + "\n# class Plugin, perhaps\n").file("broken.py", "x = = 1\n");

    var failed =
        (Outcome.LoadFailed) instances().test(name(server.upload(name, zip)), "").outcome();

    assertThat(failed.step().name()).isEqualTo(step);
    assertThat(failed.exceptionType()).isEqualTo(type);
    assertThat(failed.message()).contains(message);
  }

  @Test
  void a_class_that_takes_no_configuration_is_fine_without_one_only() {
    var plugin = aa("class Plugin:\n  def authorize(self): pass\n");

    assertThat(instances().test(plugin, "").constructed()).isTrue();
    var failed = (Outcome.LoadFailed) instances().test(plugin, "[section]").outcome();
    assertThat(failed.step()).isEqualTo(Outcome.LoadStep.CONSTRUCT);
    assertThat(failed.message()).contains("takes no configuration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"time.sleep(600)", "while True: pass"})
  void a_constructor_without_end_is_ended_at_the_time_limit(String body) {
    var test = limited(aa(constructor("print('began')\n" + body)), "");

    assertThat(test.outcome()).isEqualTo(new Outcome.TimedOut(LIMIT));
    assertThat(test.constructed()).isFalse();
    assertThat(texts(test)).containsExactly(test.invocationId() + ": began");
    assertThat(test.cost().runTime()).isBetween(LIMIT, LIMIT.plusSeconds(3));
  }

  @Test
  void looking_for_hooks_is_inside_the_time_limit_too() {
    var plugin =
        aa(
            "import time\nclass Plugin:\n  @property\n  def authenticate(self):\n"
                + "    time.sleep(600)\n");

    assertThat(limited(plugin, "").outcome()).isEqualTo(new Outcome.TimedOut(LIMIT));
  }

  @Test
  void an_attribute_that_raises_is_no_hook() {
    var plugin =
        aa(
            "class Plugin:\n  @property\n  def authenticate(self): raise SystemExit(3)\n"
                + "  def __getattr__(self, name): raise KeyError(name)\n"
                + "  def session_ended(self): pass\n");

    assertThat(instances().test(plugin, "").outcome())
        .isEqualTo(new ConstructionOutcome.Constructed(List.of("session_ended")));
  }

  @ParameterizedTest
  @CsvSource({"sys.exit(),0", "sys.exit(3),3", "sys.exit('bye'),1", "os._exit(7),7"})
  void ending_the_process_is_exited(String statement, int exitCode) {
    assertThat(instances().test(aa(constructor(statement)), "").outcome())
        .isEqualTo(new Outcome.Exited(exitCode));
  }

  @Test
  void dying_of_a_signal_is_killed() {
    assertThat(
            instances().test(aa(constructor("import ctypes; ctypes.string_at(0)")), "").outcome())
        .isEqualTo(new Outcome.Killed(11, "SIGSEGV"));
  }

  @Test
  void what_is_printed_comes_back_with_the_invocation_id_in_front() {
    var test =
        instances()
            .test(
                aa(
                    constructor(
                        "print('password is ' + configuration)\n"
                            + "sys.stdout.flush()\n"
                            + "sys.stderr.write('two\\nlines\\n')")),
                "hunter2");

    var id = test.invocationId() + ": ";
    assertThat(texts(test))
        .containsExactlyInAnyOrder(id + "password is hunter2", id + "two", id + "lines");
    assertThat(test.output().stdoutBytes()).isEqualTo("password is hunter2\n".length());
    assertThat(test.output().stderrBytes()).isEqualTo("two\nlines\n".length());
    assertThat(test.toString()).doesNotContain("hunter2");
  }

  @Test
  void a_forged_answer_is_not_believed() {
    var forged =
        "{\"type\":\"reply\",\"outcome\":\"returned\",\"hook_found\":true,\"result\":null}";
    var test =
        instances()
            .test(
                aa(
                    "import os, stat, struct\nclass Plugin:\n  def __init__(self, configuration):\n"
                        + "    data = configuration.encode()\n"
                        + "    for fd in range(3, 4096):\n"
                        + "      try:\n"
                        + "        if stat.S_ISSOCK(os.fstat(fd).st_mode):\n"
                        + "          os.write(fd, struct.pack('>I', len(data)) + data)\n"
                        + "      except OSError: pass\n"),
                forged);

    var failed = (Outcome.LoadFailed) test.outcome();
    assertThat(failed.step()).isEqualTo(Outcome.LoadStep.CONSTRUCT);
    assertThat(failed.message()).contains("not one of the shim");
  }

  @Test
  void a_python_2_plugin_is_constructed_by_python_2() {
    assumeTrue(
        server.server().runtimes().stream().anyMatch(PythonRuntime::isPython2),
        "needs a Python 2.7, which is not on this machine");
    var zip =
        new PluginZip()
            .file("MANIFEST", PluginZip.manifest("aa", "old", "1.0"))
            .file(
                "main.py",
                "class Plugin:\n  def __init__(self, configuration):\n"
                    + "    print configuration\n"
                    + "  def authorize(self): pass\n");

    var test = instances().test(name(server.upload("old", zip)), "é");

    assertThat(test.outcome()).isEqualTo(new ConstructionOutcome.Constructed(List.of("authorize")));
    assertThat(texts(test)).containsExactly(test.invocationId() + ": é");
    assertThat(test.execution().runtimeVersion()).startsWith("2.7");
  }

  @Test
  void plugins_of_types_without_public_hooks_are_not_constructed() {
    var zip =
        new PluginZip()
            .file(
                "MANIFEST", PluginZip.manifest("signingca", "ca", "1.0") + "entry_point: main.py\n")
            .file("main.py", "#!/usr/bin/env pluginwrapper3\nclass Plugin: pass\n");
    var plugin = name(server.upload("ca", zip));

    assertThatThrownBy(() -> instances().test(plugin, ""))
        .isInstanceOfSatisfying(
            PreconditionException.class,
            e -> {
              assertThat(e.reason()).isEqualTo("PLUGIN_TYPE_NOT_EXECUTABLE");
              assertThat(e.hookMayHaveRun()).isFalse();
            });
  }

  @Test
  void what_is_not_there_is_not_found() {
    instances().create("first", aa("class Plugin: pass\n"), Optional.of(""));

    assertThatThrownBy(() -> instances().test("nobody")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> instances().test("first", 2))
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.reason()).isEqualTo("INSTANCE_NOT_FOUND"));
    assertThatThrownBy(() -> instances().test(PluginName.of("nobody"), ""))
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.reason()).isEqualTo("PLUGIN_NOT_FOUND"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "    time.sleep(600)\n", "    raise ValueError('no')\n"})
  void what_the_constructor_started_is_dead_when_the_test_ends(String more) {
    var mark = "mark-" + UUID.randomUUID();

    var test = limited(aa(DAEMON + more), mark);

    assertThat(texts(test)).contains(test.invocationId() + ": started");
    assertThat(isAlive(mark)).isFalse();
  }

  @Test
  void the_tree_dies_when_the_caller_gives_up() throws Exception {
    var mark = "mark-" + UUID.randomUUID();
    var plugin = aa(DAEMON + "    time.sleep(600)\n");
    var test = new FutureTask<>(() -> instances().test(plugin, mark));
    var caller = Thread.ofVirtual().start(test);
    Eventually.within(Duration.ofSeconds(10), () -> assertThat(isAlive(mark)).isTrue());

    caller.interrupt();

    assertThatThrownBy(test::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CallCancelledException.class);
    Eventually.within(Duration.ofSeconds(3), () -> assertThat(isAlive(mark)).isFalse());
  }
}
