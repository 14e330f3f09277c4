// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.config.WorkerLimits;

/** Calls behind kernel walls, from zygotes and from fresh interpreters. */
@Timeout(120)
class SandboxedCallTest {
  private static final String OBEDIENT =
      """
      import random
      class Plugin(object):
          def authenticate(self):
              print("here")
              return {"verdict": "ACCEPT", "cookie": {"random": str(random.random())}}
      """;

  private static final String WAITING =
      """
      import time
      class Plugin(object):
          def authenticate(self):
              print("began")
              time.sleep(60)
      """;

  private static final String IMPORTING =
      """
      import sys
      known = 'colorsys' in sys.modules
      import colorsys
      class Plugin:
        def authenticate(self):
          return {'verdict': 'ACCEPT', 'additional_metadata': 'known' if known else 'new'}
      """;

  private static TestServer start(IsolationLevel level, StartKind kind) {
    try {
      return TestServer.start(level, kind);
    } catch (UncheckedIOException e) {
      // The machines that decide about changes have to give both levels.
      assumeTrue(System.getenv("CI") != null, "this machine does not give the level: " + e);
      throw e;
    }
  }

  private static HookResponse call(TestServer server, PluginTarget plugin) {
    return server.call(plugin, "authenticate", Map.of());
  }

  private static List<ProcessHandle> zygotes() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("__main__.py zygote"))
        .toList();
  }

  /** Afterwards the kernel has ended their workers too. */
  private static void killZygotes() {
    var processes =
        zygotes().stream()
            .flatMap(zygote -> Stream.concat(Stream.of(zygote), zygote.descendants()))
            .toList();
    zygotes().forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }

  @ParameterizedTest
  @CsvSource({"FULL, FORK", "FULL, EXEC", "PORTABLE, FORK", "PORTABLE, EXEC"})
  void a_call_is_answered_and_says_how_it_ran(IsolationLevel level, StartKind kind) {
    try (var server = start(level, kind)) {
      var plugin = server.aa(OBEDIENT);
      var randoms = new HashSet<Object>();
      for (int i = 0; i < 4; i++) {
        var response = call(server, plugin);

        assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
        assertThat(TestServer.output(response)).isEqualTo("s-1: here\n");
        assertThat(response.execution().startKind().name()).isEqualTo(kind.name());
        assertThat(response.execution().isolationLevel().name()).isEqualTo(level.name());
        randoms.add(response.cookie());
      }
      assertThat(randoms).hasSize(4);
      assertThat(server.client().runtimes().describe().isolationLevel().name())
          .isEqualTo(level.name());
    }
    assertThat(zygotes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"FULL, FORK", "FULL, EXEC", "PORTABLE, FORK"})
  void a_call_is_ended_at_its_time_limit(IsolationLevel level, StartKind kind) {
    try (var server = start(level, kind)) {
      var limit = Duration.ofMillis(500);
      var request =
          HookCall.newBuilder(server.aa(WAITING), "authenticate", "s-1").timeLimit(limit).build();
      var response = server.client().call(request);

      assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(limit));
      assertThat(TestServer.output(response)).isEqualTo("s-1: began\n");
      assertThat(response.cost().runTime()).isBetween(limit, limit.plusMillis(500));
    }
  }

  @ParameterizedTest
  @CsvSource({"FULL", "PORTABLE"})
  void killing_a_zygote_ends_its_calls_and_hinders_no_others(IsolationLevel level) {
    try (var server = start(level, StartKind.FORK)) {
      var request =
          HookCall.newBuilder(server.aa(WAITING), "authenticate", "s-1")
              .timeLimit(Duration.ofSeconds(30))
              .build();
      var response =
          server.client().call(request, _ -> zygotes().forEach(ProcessHandle::destroyForcibly));
      assertThat(response.outcome()).isEqualTo(new Outcome.Killed(9, "SIGKILL"));

      var plugin = server.aa(OBEDIENT);
      for (int i = 0; i < 3; i++) {
        assertThat(call(server, plugin).outcome()).isInstanceOf(Outcome.Returned.class);
        killZygotes();
      }
      assertThat(call(server, plugin).outcome()).isInstanceOf(Outcome.Returned.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"FULL", "PORTABLE"})
  void what_a_plugin_imports_is_there_for_its_later_calls(IsolationLevel level) {
    try (var server = start(level, StartKind.FORK)) {
      var plugin = server.aa(IMPORTING);
      assertThat(metadata(server, plugin)).isEqualTo("new");
      Eventually.within(
          Duration.ofSeconds(20), () -> assertThat(metadata(server, plugin)).isEqualTo("known"));
    }
  }

  @Test
  void what_the_operator_names_is_there_from_the_first_call() {
    try (var server =
        TestServer.start(config ->
            config.withSandbox(
                config
                    .sandbox()
                    .withZygotes(config.sandbox().zygotes().withPreload(List.of("colorsys")))))) {
      assertThat(metadata(server, server.aa(IMPORTING))).isEqualTo("known");
    }
  }

  private static String metadata(TestServer server, PluginTarget plugin) {
    return call(server, plugin).outcome() instanceof Outcome.Returned(var result, _)
            && result != null
        ? String.valueOf(result.get("additional_metadata"))
        : "no answer";
  }

  @Test
  void the_limit_of_cpu_time_is_named() {
    var limits = WorkerLimits.defaults();
    try (var server =
        TestServer.start(config ->
            config.withSandbox(
                config
                    .sandbox()
                    .withLimits(
                        new WorkerLimits(
                            Duration.ofSeconds(1),
                            limits.memoryBytes(),
                            limits.processes(),
                            limits.openFiles(),
                            limits.temporaryBytes(),
                            limits.temporaryFiles()))))) {
      var response =
          call(
              server,
              server.aa("class Plugin:\n  def authenticate(self):\n    while True: pass\n"));

      assertThat(response.outcome()).isInstanceOf(Outcome.Killed.class);
      assertThat(response.logLines())
          .filteredOn(line -> line.stream() == LogLine.Stream.EXECUTOR)
          .singleElement()
          .satisfies(
              line -> assertThat(line.text()).contains("CPU time: ").contains("--worker-cpu"));
    }
  }

  @Test
  void many_calls_at_once_are_all_answered() {
    try (var server = TestServer.start()) {
      var plugin = server.aa(OBEDIENT);
      var calls =
          java.util.stream.IntStream.range(0, 200)
              .mapToObj(_ -> Background.supply(() -> call(server, plugin)))
              .toList();
      assertThat(calls)
          .allSatisfy(response ->
              assertThat(response.join().outcome()).isInstanceOf(Outcome.Returned.class));
    }
  }
}
