// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.config.WorkerNetwork;

/** What an author reads who guessed wrongly what a plugin may do. */
class ExplainedCallTest {
  private static final WorkerLimits LIMITS =
      new WorkerLimits(Duration.ofSeconds(1), 512L << 20, 32, 256, 16L << 20, 1024);

  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(config ->
          config.withSandbox(
              SandboxConfig.defaults()
                  .withNetwork(new WorkerNetwork.Ports(List.of(443)))
                  .withLimits(LIMITS)));

  @BeforeAll
  static void upload(@TempDir Path directory) throws IOException {
    var upload =
        SERVER.run("plugin", "upload", Samples.guessing(directory.resolve("plugin")).toString());
    assertThat(upload.exitCode()).as(upload.err()).isEqualTo(ExitCode.OK);
    var level = SERVER.run("runtime", "list", "--json").json().get("isolation_level");
    assumeTrue("FULL".equals(level), "isolation level " + level + ": other words");
  }

  private static Captured call(String guess, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "call", "authenticate", "--plugin", "guessing", "--arg", "gateway_user=" + guess));
    arguments.addAll(List.of(more));
    return SERVER.run(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          program  | file /bin/ls, at main.py:21 | do it in Python, or with a module in the package
          shadow   | file /etc/shadow, at main.py:22 | put files that the plugin needs into the package
          package  | file notes, at main.py:23 | nothing can be written there; a worker sees
          port     | network 127.0.0.1:22, at main.py:24 | the TCP ports 443 alone (serve --network)
          bind     | network 127.0.0.1:8080, at main.py:25 | no UDP, no listening
          listen   | network listen, at main.py:14 | no UDP, no listening
          name     | network, at main.py:27 | looked up by TCP port 53
          files    | number of temporary files, limit 1024 | remove those that are no longer needed
          fill     | room for temporary files, limit 16.0 MiB, at main.py:10 | remove those that are no
          threads  | processes and threads, limit 32, at main.py:18 | serve --worker-processes
          memory   | memory, limit 512.0 MiB, at main.py:31 | serve --worker-memory
          kill     | call to the kernel os.kill, at main.py:32 | but those that it has started
          setuid   | call to the kernel os.setuid, at main.py:33 | the sandbox refuses this call
          priority | call to the kernel os.sched_setscheduler, at main.py:35 | do without it
          """)
  void says_what_was_refused_and_what_to_change_although_the_plugin_caught_it(
      String guess, String wall, String remedy) {
    var run = call(guess, "--explain");

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DENY);
    assertThat(run.out()).contains("wall            " + wall).contains("-> ").contains(remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          loop  | KILLED     | CPU time, limit 1000 ms, used | --worker-cpu
          wait  | TIMED_OUT  | time limit, limit 500 ms      | give connections a timeout of their own
          large | BAD_RESULT | size of the result, limit 4.0 MiB, at least | return less
          print | OK         | standard output, limit 1.0 MiB, printed 3.0 MiB | print less
          """)
  void says_which_limit_ended_the_call_or_cut_something_off(
      String guess, ExitCode exitCode, String wall, String remedy) {
    var run = call(guess, "--explain", "--time-limit", guess.equals("wait") ? "500ms" : "20s");

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    assertThat(run.out()).contains("wall            " + wall).contains(remedy);
  }

  @ParameterizedTest
  @CsvSource({"nothing", "mount"})
  void says_that_no_wall_was_reached_and_what_it_does_not_see(String guess) {
    assertThat(call(guess, "--explain").out())
        .contains("walls           none was reached; calls that fail without an exception")
        .contains("ctypes");
  }

  @Test
  void says_nothing_of_walls_unless_it_is_asked() {
    assertThat(call("shadow").out()).doesNotContain("wall").doesNotContain("/etc/shadow");
  }

  @Test
  void walls_are_json_for_programs() {
    assertThat(walls(call("memory", "--explain", "--json")))
        .singleElement()
        .satisfies(wall ->
            assertThat(wall)
                .containsEntry("kind", "MEMORY")
                .containsEntry("limit", 512L << 20)
                .containsEntry("where", "main.py:31")
                .containsEntry("count", 1L));
    assertThat(walls(call("memory", "--json"))).isEmpty();
    assertThat(walls(call("large", "--json")))
        .singleElement()
        .satisfies(wall -> assertThat(wall).containsEntry("kind", "RESULT"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, @Nullable Object>> walls(Captured run) {
    return (List<Map<String, @Nullable Object>>) Options.required(run.json().get("reached_walls"));
  }
}
