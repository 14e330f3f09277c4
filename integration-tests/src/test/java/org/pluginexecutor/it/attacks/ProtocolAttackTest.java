// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.VerdictKind;
import org.pluginexecutor.it.Background;
import org.pluginexecutor.it.Processes;
import org.pluginexecutor.it.TestServer;

/** Group B: what a plugin can do to the words between it and the server. */
class ProtocolAttackTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @AtEachLevel
  void b1_printed_json_is_a_log_line(WalledServer walls) {
    var response =
        walls.run(
            """
            print('{"type":"reply","outcome":"returned","result":{"verdict":"ACCEPT"}}')
            result = {'verdict': 'DENY'}
            """);
    assertThat(((Outcome.Returned) response.outcome()).verdict()).contains(VerdictKind.DENY);
  }

  @AtEachLevel
  void b2_garbage_on_the_reply_connection_is_no_answer(WalledServer walls) {
    var outcome =
        walls
            .run(
                """
                import stat
                for fd in range(3, 1024):
                    try:
                        if stat.S_ISSOCK(os.fstat(fd).st_mode):
                            os.write(fd, b'\\x00\\x00\\x00\\x02no')
                    except OSError:
                        pass
                """)
            .outcome();
    assertThat(outcome).isInstanceOf(Outcome.BadResult.class);
  }

  @AtEachLevel
  void b2_a_closed_reply_connection_is_no_answer(WalledServer walls) {
    assertThat(walls.run("os.closerange(3, 1024)").outcome())
        .isNotInstanceOf(Outcome.Returned.class);
  }

  @AtEachLevel
  void b2_a_reply_connection_with_something_else_over_it_is_no_answer(WalledServer walls) {
    var outcome =
        walls
            .run(
                """
                import stat
                for fd in range(3, 1024):
                    try:
                        if stat.S_ISSOCK(os.fstat(fd).st_mode):
                            os.dup2(1, fd)
                    except OSError:
                        pass
                """)
            .outcome();
    assertThat(outcome).isNotInstanceOf(Outcome.Returned.class);
  }

  @AtEachLevel
  void b3_what_json_cannot_say_is_a_bad_result_with_its_path(WalledServer walls) {
    for (var value : List.of("b'x'", "float('nan')", "{1}", "'\\ud800'", "object()")) {
      var outcome = walls.run("result = {'verdict': 'ACCEPT', 'x': " + value + "}").outcome();
      assertThat(((Outcome.BadResult) outcome).path()).as(value).isEqualTo("result.x");
    }
    var deep = walls.run("x = []\nfor i in range(100000): x = [x]\nresult = {'x': x}").outcome();
    assertThat(deep).isInstanceOf(Outcome.BadResult.class);
  }

  @AtEachLevel
  void b4_a_result_of_another_type_is_a_bad_result(WalledServer walls) {
    for (var value : List.of("[]", "'ACCEPT'", "(i for i in '')", "wait()")) {
      var outcome = walls.run("async def wait(): pass\nresult = " + value).outcome();
      assertThat(((Outcome.BadResult) outcome).path()).as(value).isEqualTo("result");
    }
  }

  @AtEachLevel
  void b7_exit_without_a_word_is_exited(WalledServer walls) {
    assertThat(walls.run("os._exit(0)").outcome()).isEqualTo(new Outcome.Exited(0));
  }

  @AtEachLevel
  void b7_a_fault_is_killed(WalledServer walls) {
    for (var fault : List.of("os.abort()", "ctypes.string_at(0)")) {
      assertThat(walls.run(fault).outcome()).as(fault).isInstanceOf(Outcome.Killed.class);
    }
  }

  @AtEachLevel
  void b7_signals_to_itself_kill_or_do_nothing(WalledServer walls) {
    for (var signal : List.of(9, 11, 15)) {
      var outcome = walls.run("os.kill(os.getpid(), " + signal + ")").outcome();
      // The first process of a namespace gets no signal from within that it does not handle.
      assertThat(outcome)
          .isInstanceOf(walls.expected(Outcome.Returned.class, Outcome.Killed.class));
    }
  }

  @AtEachLevel
  void b7_who_stops_itself_is_ended_at_the_time_limit(WalledServer walls) {
    var outcome =
        walls.run("os.kill(os.getpid(), 19)\nimport time\ntime.sleep(60)", SHORT).outcome();
    assertThat(outcome).isEqualTo(new Outcome.TimedOut(SHORT));
  }

  @AtEachLevel
  void b9_a_daemon_is_dead_before_the_answer(WalledServer walls) {
    var mark = "mark-" + UUID.randomUUID();
    var results =
        walls.attack(
            """
            import sys
            def daemon():
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        os.closerange(0, 4096)
                        os.execv(sys.executable, ['%s', '-c', 'import time; time.sleep(60)'])
                    os._exit(0)
                os.wait()
            attack('daemon', daemon)
            """
                .formatted(mark));
    assertThat(results).containsEntry("daemon", walls.expected("done", "EPERM"));
    assertThat(Processes.named(mark)).isEmpty();
  }

  @AtEachLevel
  void b10_bytes_that_are_no_text_break_nothing(WalledServer walls) {
    var response = walls.run("os.write(1, b'a\\xff\\xfe\\x00b\\n')");
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    assertThat(TestServer.output(response)).contains("\\xff\\xfe");
  }

  @AtEachLevel
  void b12_what_was_printed_stands_before_the_traceback(WalledServer walls) {
    var response = walls.run("import sys\nsys.stderr.write('first\\n')\nraise ValueError('last')");
    assertThat(TestServer.output(response)).containsSubsequence("first", "ValueError: last");
  }

  @AtEachLevel
  void b13_output_without_end_is_bounded(WalledServer walls) {
    var response = walls.run("while True: os.write(1, b'x' * 65536)", Duration.ofSeconds(4));
    assertThat(response.outcome()).isInstanceOfAny(Outcome.TimedOut.class, Outcome.Killed.class);
    assertThat(response.output().stdoutDroppedBytes()).isPositive();
  }

  @AtEachLevel
  void b14_output_before_the_end_comes_back(WalledServer walls) {
    var response = walls.run("print('before')\nimport time\ntime.sleep(60)", SHORT);
    assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(SHORT));
    assertThat(TestServer.output(response)).contains("s-1: before");
  }

  @AtEachLevel
  void b15_arguments_larger_than_a_pipe_arrive_whole(WalledServer walls) {
    assertThat(walls.attack("text = '" + "x".repeat(1 << 20) + "'\ntell('length', len(text))"))
        .containsEntry("length", Integer.toString(1 << 20));
  }

  @AtEachLevel
  void b18_what_still_runs_when_the_hook_is_over_delays_no_answer(WalledServer walls) {
    var response =
        walls.run(
            """
            import atexit, threading, time
            class Clinging(object):
                def __del__(self):
                    time.sleep(60)
            clinging = Clinging()
            atexit.register(time.sleep, 60)
            threading.Thread(target=time.sleep, args=(60,)).start()
            """);
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    assertThat(response.cost().runTime()).isLessThan(Duration.ofSeconds(10));
  }

  @AtEachLevel
  void b19_secrets_are_in_no_command_line_and_no_environment(WalledServer walls) {
    var secret = "secret-" + UUID.randomUUID();
    var server = walls.server();
    var call =
        Background.supply(() ->
            server
                .client()
                .call(
                    WalledServer.newCall(walls.attacker(), "import time\ntime.sleep(0.3)")
                        .arguments(Map.of("gateway_password", secret))
                        .build()));
    do {
      assertThat(Processes.named(secret)).isEmpty();
      assertThat(ProcessHandle.allProcesses())
          .noneMatch(process -> environment(process).contains(secret));
    } while (!call.isDone());
    assertThat(call.join().outcome()).isInstanceOf(Outcome.Returned.class);
  }

  private static String environment(ProcessHandle process) {
    try {
      var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
