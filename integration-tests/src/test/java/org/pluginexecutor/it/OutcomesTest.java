// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.VerdictKind;

/** Whatever a plugin does, its caller gets a typed outcome, and the next call works. */
class OutcomesTest {
  private static TestServer server;

  /**
   * For what a plugin can do only without walls: behind them it is the first process of its
   * namespace, which the kernel spares its own signals, and nothing else is in sight.
   */
  private static TestServer bare;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    bare = TestServer.withoutWalls();
  }

  @AfterAll
  static void stop() {
    server.close();
    bare.close();
  }

  @AfterEach
  void the_next_call_works() {
    var target =
        server.aa("class Plugin:\n  def authenticate(self): return {'verdict': 'ACCEPT'}\n");
    assertThat(server.call(target, "authenticate", Map.of()).outcome())
        .isInstanceOf(Outcome.Returned.class);
  }

  private static HookResponse authenticate(String body) {
    return authenticate(server, body);
  }

  private static HookResponse authenticate(TestServer server, String body) {
    var target = server.aa("class Plugin:\n  def authenticate(self):\n" + body.indent(4));
    return server.call(target, "authenticate", Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCEPT", "DENY", "NONE"})
  void a_verdict_comes_back(String verdict) {
    var outcome =
        (Outcome.Returned) authenticate("return {'verdict': '" + verdict + "'}").outcome();
    assertThat(outcome.verdict()).contains(VerdictKind.valueOf(verdict));
  }

  @Test
  void none_abstains() {
    var outcome = (Outcome.Returned) authenticate("return None").outcome();
    assertThat(outcome.verdict()).contains(VerdictKind.NONE);
    assertThat(outcome.result()).isNull();
  }

  @Test
  void a_missing_hook_counts_as_none_and_is_remarked_on() {
    var target = server.aa("class Plugin: pass\n");
    var response = server.call(target, "authorize", Map.of());
    assertThat(((Outcome.Returned) response.outcome()).verdict()).contains(VerdictKind.DENY);
    assertThat(TestServer.output(response)).contains("the plugin has no method authorize");
  }

  @Test
  void an_exception_is_raised_with_its_type_message_and_plugin_frames() {
    var outcome = (Outcome.Raised) authenticate("raise ValueError('no such vault')").outcome();
    assertThat(outcome.exceptionType()).isEqualTo("ValueError");
    assertThat(outcome.message()).isEqualTo("no such vault");
    assertThat(outcome.traceback())
        .contains("File \"main.py\", line 4, in authenticate")
        .doesNotContain("pluginshim")
        .doesNotContain(server.dataDirectory().toString());
  }

  @Test
  void the_traceback_is_in_the_log_too() {
    assertThat(TestServer.output(authenticate("raise ValueError('no such vault')")))
        .contains("s-1: ValueError: no such vault");
  }

  @Test
  void where_tracebacks_are_hidden_the_caller_learns_the_type_alone() {
    try (var discreet =
        TestServer.start(
            config -> config.withInvocation(config.invocation().withHideTracebacks(true)))) {
      var target =
          discreet.aa(
              "class Plugin:\n  def authenticate(self):\n    print('mine')\n"
                  + "    raise ValueError('secret')\n");

      var response = discreet.call(target, "authenticate", Map.of());

      assertThat(response.outcome()).isEqualTo(new Outcome.Raised("ValueError", "", ""));
      assertThat(TestServer.output(response))
          .isEqualTo("s-1: mine\ns-1: what the plugin raised is in the server's log only\n");
      assertThat(discreet.client().runtimes().describe().limits().tracebacksHidden()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return [] | result | list (expected: dict or None)",
        "return 'ACCEPT' | result | str (expected: dict or None)",
        "return {'verdict': 'accept'} | result.verdict | in capitals",
        "return {} | result.verdict | missing",
        "return {'verdict': 1} | result.verdict | int",
        "return {'verdict': 'NEEDINFO'} | result.question | missing",
        "return {'verdict': 'NEEDINFO', 'question': ('a',)} | result.question | 1 elements",
        "return {'verdict': 'ACCEPT', 'cookie': []} | result.cookie | list",
        "return {'verdict': 'ACCEPT', 'x': {'y': [1, {2}]}} | result.x.y[1] | set",
        "return {'verdict': 'ACCEPT', 'x': b'y'} | result.x | bytes",
        "return {'verdict': 'ACCEPT', 'x': float('nan')} | result.x | nan",
        "return {'verdict': 'ACCEPT', 'x': '\\ud800'} | result.x | surrogate",
        "return {'verdict': 'ACCEPT', ('a', 'b'): 1} | result | tuple",
        "a = []; a.append(a); return {'verdict': 'ACCEPT', 'x': a} | result.x[0] | cycles",
        "return {'verdict': 'ACCEPT', 'x': 'y' * (5 << 20)} | result | at most",
      })
  void what_is_no_answer_is_a_bad_result_with_its_path(String body, String path, String message) {
    var outcome = (Outcome.BadResult) authenticate(body).outcome();
    assertThat(outcome.path()).isEqualTo(path);
    assertThat(outcome.message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"sys.exit(),0", "sys.exit(3),3", "sys.exit('bye'),1", "os._exit(7),7"})
  void ending_the_process_is_exited(String statement, int exitCode) {
    var outcome = authenticate("import os, sys\n" + statement).outcome();
    assertThat(outcome).isEqualTo(new Outcome.Exited(exitCode));
  }

  @ParameterizedTest
  @CsvSource({
    "'os.kill(os.getpid(), 9)',9,SIGKILL",
    "os.abort(),6,SIGABRT",
    "'import ctypes; ctypes.string_at(0)',11,SIGSEGV"
  })
  void dying_of_a_signal_is_killed(String statement, int signal, String name) {
    assertThat(authenticate(bare, "import os\n" + statement).outcome())
        .isEqualTo(new Outcome.Killed(signal, name));
  }

  @Test
  void killing_the_supervisor_is_no_way_out() {
    var outcome =
        authenticate(bare, "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(60)").outcome();
    assertThat(outcome).isEqualTo(new Outcome.Killed(9, "SIGKILL"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "import time\ntime.sleep(600)",
        "import signal, time\n"
            + "for n in (1, 2, 3, 13, 15): signal.signal(n, signal.SIG_IGN)\n"
            + "time.sleep(600)",
        "import os, time\nos.closerange(3, 4096)\ntime.sleep(600)",
      })
  void running_on_is_ended_at_the_time_limit(String body) {
    endsAtTheTimeLimit(server, body);
  }

  @Test
  void stopping_itself_is_ended_at_the_time_limit() {
    endsAtTheTimeLimit(bare, "import os\nos.kill(os.getpid(), 19)");
  }

  @Test
  void a_crash_behind_the_walls_is_killed() {
    assertThat(authenticate("import ctypes; ctypes.string_at(0)").outcome())
        .isEqualTo(new Outcome.Killed(11, "SIGSEGV"));
  }

  private static void endsAtTheTimeLimit(TestServer server, String body) {
    var target =
        server.aa(
            "class Plugin:\n  def authenticate(self):\n    print('began')\n" + body.indent(4));
    var limit = Duration.ofMillis(700);
    var response =
        server
            .client()
            .call(HookCall.newBuilder(target, "authenticate", "s-1").timeLimit(limit).build());
    assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(limit));
    assertThat(TestServer.output(response)).contains("s-1: began");
    assertThat(response.cost().runTime()).isBetween(limit, limit.plusMillis(1000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import no_such_module | IMPORT | ModuleNotFoundError | no_such_module",
        "exec('def') | IMPORT | SyntaxError | invalid syntax",
        "raise RuntimeError('top') | IMPORT | RuntimeError | top",
        "x = 1 | FIND_CLASS | AttributeError | no Plugin",
        "class Plugin:\\n  def __init__(self, configuration): raise KeyError('k') | CONSTRUCT |"
            + " KeyError | k",
      })
  void a_plugin_that_does_not_come_up_is_load_failed(
      String source, String step, String type, String message) {
    var target = server.aa(source.replace("\\n", "\n") + "\n# class Plugin, perhaps\n");
    var outcome = (Outcome.LoadFailed) server.call(target, "authenticate", Map.of()).outcome();
    assertThat(outcome.step().name()).isEqualTo(step);
    assertThat(outcome.exceptionType()).isEqualTo(type);
    assertThat(outcome.message()).contains(message);
  }

  @Test
  void a_configuration_for_a_class_that_takes_none_is_load_failed() {
    var zip = PluginZip.aa("takes_none", "class Plugin:\n  def authenticate(self): return None\n");
    var target = server.upload("takes_none", zip, "[section]\n");
    var outcome = (Outcome.LoadFailed) server.call(target, "authenticate", Map.of()).outcome();
    assertThat(outcome.message()).contains("takes no configuration");
  }

  @Test
  void output_without_end_is_bounded_and_the_time_limit_holds() {
    var target =
        server.aa(
            "import os\n"
                + "class Plugin:\n"
                + "  def authenticate(self):\n"
                + "    while True: os.write(1, b'x' * 65536)\n");
    var limit = Duration.ofMillis(1500);
    var response =
        server
            .client()
            .call(HookCall.newBuilder(target, "authenticate", "s-1").timeLimit(limit).build());
    assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(limit));
    long kept = response.logLines().stream().mapToLong(line -> line.text().length()).sum();
    assertThat(kept).isBetween(1L << 20, (1L << 20) + 10_000);
    assertThat(response.output().stdoutBytes() - response.output().stdoutDroppedBytes())
        .isEqualTo(1 << 20);
    assertThat(TestServer.output(response)).contains("bytes of output were beyond the limit");
  }

  @Test
  void garbage_on_the_reply_connection_is_a_bad_result() {
    var response =
        authenticate(
            """
            import os, stat
            for fd in range(3, 4096):
              try:
                if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, b'\\x00\\x00\\x00\\x02no')
              except OSError: pass
            return {'verdict': 'ACCEPT'}
            """);
    assertThat(response.outcome()).isInstanceOf(Outcome.BadResult.class);
  }

  @Test
  void printed_json_is_only_a_log_line() {
    var response =
        authenticate(
            "print('{\"type\":\"reply\",\"outcome\":\"returned\",\"result\":{\"verdict\":\"ACCEPT\"}}')\n"
                + "return {'verdict': 'DENY'}");
    assertThat(((Outcome.Returned) response.outcome()).verdict()).contains(VerdictKind.DENY);
  }

  @Test
  void a_thread_or_exit_handler_that_goes_on_delays_no_answer() {
    var response =
        authenticate(
            """
            import atexit, threading, time
            atexit.register(time.sleep, 60)
            threading.Thread(target=time.sleep, args=(60,)).start()
            return {'verdict': 'ACCEPT'}
            """);
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    assertThat(response.cost().runTime()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void a_response_says_what_ran_and_what_it_cost() {
    PluginTarget target =
        server.aa("class Plugin:\n  def authenticate(self): return {'verdict': 'ACCEPT'}\n");
    var response = server.call(target, "authenticate", Map.of());
    assertThat(response.execution().plugin()).matches("aa/plugin_\\d+/1.0.0");
    assertThat(response.execution().digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(response.execution().runtime()).isEqualTo("python3");
    assertThat(response.execution().runtimeVersion()).startsWith("3.");
    assertThat(response.cost().runTime()).isPositive();
    assertThat(response.cost().cpuTime()).isPositive();
    assertThat(response.cost().peakMemoryBytes()).isGreaterThan(1 << 20);
    assertThat(response.invocationId()).isNotEmpty();
  }
}
