// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

class MeteredWorkerStarterTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final WorkerSetup SETUP =
      new WorkerSetup(
          new PythonRuntime("p", Path.of("p"), "3.11.2"), Path.of("x"), Path.of("y"), Path.of("z"));
  private static final ShimRequest REQUEST =
      new ShimCall(
          "authenticate",
          Path.of("x"),
          "",
          PluginValue.Dict.EMPTY,
          ShimCall.ResultForm.DICT,
          4096,
          4096);
  private static final End REPLIED =
      new End.Replied(new ShimReply.Returned(PluginValue.Null.INSTANCE, true));

  private final Metrics metrics = Metrics.open();

  @AfterEach
  void close() {
    metrics.close();
  }

  /** Starts what it is told to, and has a few zygotes. */
  private record FakeStarter(Supplier<Worker> next) implements WorkerStarter {
    @Override
    public Worker start(WorkerSetup setup, Duration timeLimit) {
      return next.get();
    }

    @Override
    public StartKind startKind() {
      return StartKind.FORK;
    }

    @Override
    public IsolationLevel isolationLevel() {
      return IsolationLevel.PORTABLE;
    }

    @Override
    public ZygoteCounts zygotes() {
      return new ZygoteCounts(2, 3, 4, 5);
    }

    @Override
    public void close() {}
  }

  /** A worker that ends as it is told to. */
  private record FakeWorker(End end, OutputCount stdout, List<ReachedWall> walls)
      implements Worker {
    FakeWorker(End end, OutputCount stdout) {
      this(end, stdout, List.of());
    }

    @Override
    public StartKind startKind() {
      return StartKind.EXEC;
    }

    @Override
    public IsolationLevel isolationLevel() {
      return IsolationLevel.PORTABLE;
    }

    @Override
    public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
      return new WorkerReport(end, stdout, new OutputCount(5, 0), Duration.ZERO, 0)
          .withWalls(walls);
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }

  private void call(End end, OutputCount stdout) {
    var starter =
        new MeteredWorkerStarter(new FakeStarter(() -> new FakeWorker(end, stdout)), metrics);
    try (var worker = starter.start(SETUP, LONG)) {
      assertThat(worker.call(REQUEST, LONG, (_, _) -> {}).end()).isEqualTo(end);
    }
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of(REPLIED, "replied"),
        Arguments.of(new End.TimedOut(LONG), "time_limit"),
        Arguments.of(new End.Cancelled(), "cancelled"),
        Arguments.of(new End.Exited(3), "exited"),
        Arguments.of(new End.Signalled(9), "killed"),
        Arguments.of(new End.ProtocolBroken("hunter2"), "protocol_broken"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void counts_ends_by_their_reason(End end, String reason) {
    call(end, new OutputCount(0, 0));

    assertThat(metrics.text())
        .contains("pluginexecutor_worker_ends_total{reason=\"" + reason + "\"} 1.0\n")
        .doesNotContain("hunter2");
  }

  static Stream<Arguments> kills() {
    var memory = new ReachedWall(ReachedWall.Kind.MEMORY, 1, 1, "hunter2");
    var cpu = new ReachedWall(ReachedWall.Kind.CPU_TIME, 1, 1, "hunter2");
    return Stream.of(
        Arguments.of(new End.TimedOut(LONG), List.of(), "time_limit"),
        Arguments.of(new End.Cancelled(), List.of(), "cancelled"),
        Arguments.of(new End.ProtocolBroken("hunter2"), List.of(), "protocol_broken"),
        Arguments.of(new End.Signalled(9), List.of(memory), "memory"),
        Arguments.of(new End.Signalled(24), List.of(cpu), "cpu_time"),
        Arguments.of(new End.Signalled(31), List.of(), "system_call"),
        Arguments.of(new End.Signalled(11), List.of(), "signal"));
  }

  @ParameterizedTest
  @MethodSource("kills")
  void counts_kills_by_who_killed_and_why(End end, List<ReachedWall> walls, String reason) {
    var worker = new FakeWorker(end, new OutputCount(0, 0), walls);
    var starter = new MeteredWorkerStarter(new FakeStarter(() -> worker), metrics);
    assertThat(starter.start(SETUP, LONG).call(REQUEST, LONG, (_, _) -> {}).end()).isEqualTo(end);

    assertThat(counted("pluginexecutor_kills_total"))
        .containsExactly("pluginexecutor_kills_total{reason=\"" + reason + "\"} 1.0");
  }

  private List<String> counted(String metric) {
    return metrics
        .text()
        .lines()
        .filter(line -> line.startsWith(metric) && !line.endsWith(" 0.0"))
        .toList();
  }

  @Test
  void counts_no_kill_where_the_worker_ended_by_itself() {
    call(REPLIED, new OutputCount(0, 0));
    call(new End.Exited(3), new OutputCount(0, 0));

    assertThat(counted("pluginexecutor_kills_total")).isEmpty();
  }

  @Test
  void counts_starts_by_how_the_worker_was_started_and_not_by_how_it_should_have_been() {
    call(REPLIED, new OutputCount(0, 0));

    assertThat(metrics.text())
        .contains(
            "pluginexecutor_worker_starts_total{start_kind=\"exec\"} 1.0\n",
            "pluginexecutor_worker_starts_total{start_kind=\"fork\"} 0.0\n",
            "pluginexecutor_worker_start_failures_total 0.0\n");
  }

  @Test
  void counts_workers_that_did_not_start() {
    var failure = StartFailures.failed("did not come up", new IllegalStateException());
    var starter =
        new MeteredWorkerStarter(
            new FakeStarter(() -> {
              throw failure;
            }),
            metrics);

    assertThatThrownBy(() -> starter.start(SETUP, LONG)).isSameAs(failure);

    assertThat(metrics.text()).contains("pluginexecutor_worker_start_failures_total 1.0\n");
  }

  @Test
  void counts_output_that_was_dropped() {
    call(REPLIED, new OutputCount(100, 30));

    assertThat(metrics.text())
        .contains(
            "pluginexecutor_truncated_outputs_total{stream=\"stdout\"} 1.0\n",
            "pluginexecutor_truncated_outputs_total{stream=\"stderr\"} 0.0\n",
            "pluginexecutor_dropped_output_bytes_total{stream=\"stdout\"} 30.0\n");
  }

  @Test
  void tells_the_level_and_the_zygotes_of_the_starter() {
    var starter =
        new MeteredWorkerStarter(
            new FakeStarter(() -> new FakeWorker(REPLIED, new OutputCount(0, 0))), metrics);

    assertThat(starter.isolationLevel()).isEqualTo(IsolationLevel.PORTABLE);
    assertThat(metrics.text())
        .contains(
            List.of(
                "pluginexecutor_isolation_level{level=\"full\"} 0.0\n",
                "pluginexecutor_isolation_level{level=\"none\"} 0.0\n",
                "pluginexecutor_isolation_level{level=\"portable\"} 1.0\n",
                "pluginexecutor_zygotes 2.0\n",
                "pluginexecutor_waiting_workers 3.0\n",
                "pluginexecutor_zygote_replacements_total 4.0\n",
                "pluginexecutor_zygote_failures_total 5.0\n"));
  }
}
