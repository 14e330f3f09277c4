// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.config.ZygoteConfig;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Starts scripts in place of zygotes. */
@Timeout(60)
class ForkWorkerStarterTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final ZygoteConfig NONE_WAITING = ZygoteConfig.defaults().withWaitingWorkers(0);

  @TempDir Path directory;

  private final ScheduledExecutorService timer = WorkerTimer.start();
  private final AtomicLong passedNanos = new AtomicLong();
  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
  private Path zygotes;
  private ForkWorkerStarter starter;

  @BeforeEach
  void open() throws IOException {
    zygotes = Files.createDirectory(directory.resolve("zygotes"));
    for (var name : List.of("plugin", "other", "persistent", "ephemeral")) {
      Files.createDirectory(directory.resolve(name));
    }
    starter = starter(NONE_WAITING);
  }

  private ForkWorkerStarter starter(ZygoteConfig config) throws IOException {
    var launcher =
        new ZygoteLauncher(
            FakeZygote.writeTo(directory),
            zygotes,
            List.of(),
            IsolationLevel.FULL,
            SandboxConfig.defaults().withZygotes(config),
            Optional.empty());
    return ForkWorkerStarter.open(
        launcher,
        OutputLimits.defaults(),
        Duration.ofSeconds(2),
        timer,
        () -> System.nanoTime() + passedNanos.get());
  }

  private void restart(ZygoteConfig config) throws IOException {
    starter.close();
    starter = starter(config);
  }

  @AfterEach
  void close() {
    starter.close();
    timer.shutdownNow();
    assertThat(zygotes).isEmptyDirectory();
  }

  private WorkerSetup setup(String runtime, String plugin) throws IOException {
    return new WorkerSetup(
        FakeZygote.runtime(directory, runtime),
        directory.resolve(plugin),
        directory.resolve("persistent"),
        directory.resolve("ephemeral"));
  }

  private ShimCall request(String hook) {
    return new ShimCall(
        hook,
        directory.resolve("plugin"),
        "",
        new PluginValue.Dict(Map.of()),
        ShimCall.ResultForm.DICT,
        4096,
        4096);
  }

  /** What the worker answered, and how it was started. */
  private record Answer(StartKind kind, long worker, long zygote) {}

  private Answer call(String runtime) throws IOException {
    return call(runtime, "plugin");
  }

  private Answer call(String runtime, String plugin) throws IOException {
    try (var worker = starter.start(setup(runtime, plugin), LONG)) {
      return answer(worker);
    }
  }

  private Answer answer(Worker worker) {
    var report = worker.call(request("authenticate"), LONG, (_, line) -> printed.add(line));
    if (report.end() instanceof End.Replied(ShimReply.Returned(PluginValue.Dict result, _))) {
      return new Answer(
          worker.startKind(), number(result.get("worker")), number(result.get("zygote")));
    }
    throw new AssertionError(report);
  }

  private static long number(@Nullable PluginValue value) {
    return value instanceof PluginValue.Int(var number) ? number : 0;
  }

  @Test
  void a_worker_that_ends_before_it_reads_the_request_has_run_nothing() throws IOException {
    try (var worker = starter.start(setup("leaves", "plugin"), LONG)) {
      assertThatThrownBy(() -> answer(worker)).isInstanceOf(UnreadRequestException.class);
    }
  }

  @Test
  void an_interrupted_caller_is_not_told_that_nothing_has_run() throws IOException {
    var caller = Thread.currentThread();
    try (var worker = starter.start(setup("outlives", "plugin"), LONG)) {
      var report = worker.call(request("authenticate"), LONG, (_, _) -> caller.interrupt());

      assertThat(Thread.interrupted()).isTrue();
      assertThat(report.end()).isEqualTo(new End.Signalled(9));
    }
  }

  @Test
  void one_zygote_forks_the_workers_of_a_plugin() throws IOException {
    var first = call("obeys");
    var second = call("obeys");

    assertThat(first.kind()).isEqualTo(StartKind.FORK);
    assertThat(second).isEqualTo(new Answer(StartKind.FORK, 2, first.zygote()));
    assertThat(printed).containsExactly("printed", "printed");
    assertThat(call("obeys", "other").zygote()).isNotEqualTo(first.zygote());
  }

  @Test
  void a_directory_that_was_made_again_has_a_zygote_of_its_own() throws IOException {
    var first = call("obeys");
    Files.move(directory.resolve("persistent"), directory.resolve("old"));
    Files.createDirectory(directory.resolve("persistent"));

    assertThat(call("obeys").zygote()).isNotEqualTo(first.zygote());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dies", "refuses", "babbles", "sleeps", "does not fork", "dies when it forks"})
  void a_zygote_that_fails_is_replaced_by_a_fresh_interpreter(String how) throws IOException {
    assertThat(call(how).kind()).isEqualTo(StartKind.EXEC);
    assertThat(call(how).kind()).isEqualTo(StartKind.EXEC);
  }

  @Test
  void a_zygote_that_hangs_is_replaced_by_a_fresh_interpreter() throws IOException {
    try (var worker = starter.start(setup("hangs", "plugin"), Duration.ofSeconds(4))) {
      assertThat(answer(worker).kind()).isEqualTo(StartKind.EXEC);
    }
  }

  @Test
  void a_zygote_that_was_killed_is_started_again_after_a_while() throws IOException {
    var first = call("obeys");
    ProcessHandle.of(first.zygote()).orElseThrow().destroyForcibly();
    ProcessHandle.of(first.zygote()).ifPresent(process -> process.onExit().join());

    assertThat(call("obeys").kind()).isEqualTo(StartKind.EXEC);
    passedNanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(call("obeys").kind()).isEqualTo(StartKind.FORK);
  }

  @Test
  void killing_the_zygote_ends_the_calls_of_its_workers() throws IOException {
    var zygote = call("obeys").zygote();
    try (var worker = starter.start(setup("obeys", "plugin"), LONG)) {
      var report =
          CompletableFuture.supplyAsync(() ->
              worker.call(
                  request("authorize"),
                  LONG,
                  (_, _) -> ProcessHandle.of(zygote).orElseThrow().destroyForcibly()));

      assertThat(report.join().end()).isEqualTo(new End.Signalled(9));
    }
  }

  @Test
  void a_call_is_ended_at_its_time_limit() throws IOException {
    try (var worker = starter.start(setup("obeys", "plugin"), LONG)) {
      var limit = Duration.ofMillis(100);

      assertThat(worker.call(request("authorize"), limit, (_, _) -> {}).end())
          .isEqualTo(new End.TimedOut(limit));
    }
  }

  @Test
  void a_zygote_that_does_not_kill_is_killed() throws IOException {
    try (var worker = starter.start(setup("spares", "plugin"), LONG)) {
      var limit = Duration.ofMillis(100);

      assertThat(worker.call(request("authorize"), limit, (_, _) -> {}).end())
          .isEqualTo(new End.TimedOut(limit));
    }
  }

  @Test
  void the_limit_of_cpu_time_is_named_when_it_was_reached() throws IOException {
    try (var worker = starter.start(setup("burns", "plugin"), LONG)) {
      var report = worker.call(request("authenticate"), LONG, (_, _) -> {});

      assertThat(report.end()).isEqualTo(new End.Signalled(9));
      assertThat(report.walls())
          .singleElement()
          .satisfies(wall -> {
            assertThat(wall.kind()).isEqualTo(ReachedWall.Kind.CPU_TIME);
            assertThat(wall.limit()).isEqualTo(60_000);
            assertThat(wall.reached()).isEqualTo(60_500);
          });
      assertThat(report.remarks())
          .containsExactly(
              "CPU time: 60500 ms (expected: at most 60 s, the server's --worker-cpu); the worker"
                  + " was killed");
    }
  }

  @Test
  void calls_beyond_the_cells_of_a_zygote_get_another_one() throws IOException {
    restart(NONE_WAITING.withZygotes(2, 16));
    try (var first = starter.start(setup("obeys", "plugin"), LONG);
        var second = starter.start(setup("obeys", "plugin"), LONG);
        var third = starter.start(setup("obeys", "plugin"), LONG)) {
      var zygote = answer(first).zygote();

      assertThat(answer(second).zygote()).isEqualTo(zygote);
      assertThat(answer(third).zygote()).isNotEqualTo(zygote);
    }
  }

  @Test
  void the_least_recently_used_zygote_goes_when_there_are_too_many() throws IOException {
    restart(NONE_WAITING.withZygotes(16, 2));
    var first = call("obeys", "plugin");
    var second = call("obeys", "other");
    assertThat(call("obeys", "plugin").zygote()).isEqualTo(first.zygote());

    var _ = call("obeys", "ephemeral");

    assertThat(call("obeys", "plugin").zygote()).isEqualTo(first.zygote());
    ProcessHandle.of(second.zygote()).ifPresent(process -> process.onExit().join());
  }

  @Test
  void a_worn_zygote_serves_until_the_next_one_is_there() throws IOException {
    restart(NONE_WAITING.withReplacement(Duration.ofMinutes(10), 2, Duration.ofHours(1)));
    var first = call("obeys");
    assertThat(call("obeys").zygote()).isEqualTo(first.zygote());

    ProcessHandle.of(first.zygote()).ifPresent(process -> process.onExit().join());

    assertThat(call("obeys"))
        .satisfies(answer -> {
          assertThat(answer.kind()).isEqualTo(StartKind.FORK);
          assertThat(answer.zygote()).isNotEqualTo(first.zygote());
        });
  }

  @Test
  void workers_wait_for_the_next_calls_of_a_plugin_that_is_called() throws IOException {
    restart(ZygoteConfig.defaults().withWaitingWorkers(2));
    var _ = call("obeys");
    // The second call may come before the first worker stands ready: the third does not.
    var numbers = new ArrayList<Long>();
    for (int i = 0; i < 5; i++) {
      numbers.add(call("obeys").worker());
    }

    assertThat(numbers).doesNotHaveDuplicates();
  }
}
