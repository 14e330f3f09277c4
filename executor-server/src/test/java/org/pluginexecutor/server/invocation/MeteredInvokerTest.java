// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ReportedTimes;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport;

class MeteredInvokerTest {
  private static final Outcome NONE =
      new Outcome.Returned(PluginValue.Null.INSTANCE, Optional.empty());

  private final Metrics metrics = Metrics.open();
  private final CallMetrics calls = new CallMetrics(metrics);

  @AfterEach
  void close() {
    metrics.close();
  }

  private void call(Invoker delegate, String hook) {
    new MeteredInvoker(delegate, calls)
        .invoke(Invocations.of(new Target.Instance("x"), hook), Invocations.context());
  }

  private String series(String begin) {
    return metrics.text().lines().filter(line -> line.startsWith(begin)).reduce("", String::concat);
  }

  private static String counted(String outcome, int count) {
    return "pluginexecutor_invocations_total{hook=\"authorize\",outcome=\"%s\",plugin=\"p\",plugin_type=\"aa\",version=\"1.0\"} %d.0"
        .formatted(outcome, count);
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(NONE, "returned"),
        Arguments.of(new Outcome.Raised("E", "hunter2", "hunter2"), "raised"),
        Arguments.of(new Outcome.BadResult("result.x", "hunter2"), "bad_result"),
        Arguments.of(
            new Outcome.LoadFailed(ShimReply.Step.IMPORT, "E", "hunter2", "hunter2"),
            "load_failed"),
        Arguments.of(new Outcome.TimedOut(Duration.ofSeconds(1)), "timed_out"),
        Arguments.of(new Outcome.Killed(9), "killed"),
        Arguments.of(new Outcome.Exited(3), "exited"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void counts_every_outcome_without_its_content(Outcome outcome, String label) {
    call((_, _) -> Invocations.result(outcome), "authorize");
    call((_, _) -> Invocations.result(outcome), "authorize");

    assertThat(metrics.text()).contains(counted(label, 2)).doesNotContain("hunter2");
  }

  @Test
  void has_all_outcomes_of_a_hook_from_its_first_call() {
    call((_, _) -> Invocations.result(NONE), "authorize");

    assertThat(metrics.text()).contains(counted("returned", 1), counted("killed", 0));
  }

  @Test
  void records_how_long_each_part_took() {
    call((_, _) -> Invocations.result(NONE), "authorize");

    var run = "{hook=\"authorize\",plugin=\"p\",plugin_type=\"aa\"";
    assertThat(metrics.text())
        .contains(
            "pluginexecutor_run_seconds_count" + run + "} 1\n",
            "pluginexecutor_run_seconds_sum" + run + "} 0.004\n",
            "pluginexecutor_run_seconds_bucket" + run + ",le=\"0.002\"} 0\n",
            "pluginexecutor_run_seconds_bucket" + run + ",le=\"0.005\"} 1\n",
            "pluginexecutor_start_seconds_sum{start_kind=\"exec\"} 0.003\n",
            "pluginexecutor_queue_seconds_count 1\n");
  }

  @Test
  void records_what_the_steps_and_the_processes_of_a_plugin_took() {
    var result = Invocations.result(NONE);
    var steps =
        new ReportedTimes(
            Duration.ofMillis(7), Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);
    var cost =
        new InvocationResult.Cost(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(9),
            Duration.ofMillis(30),
            12 << 20,
            new WorkerReport.Timing(Duration.ZERO, steps, Duration.ZERO));
    call((_, _) -> with(result, cost, List.of()), "authorize");
    call((_, _) -> result, "session_ended");

    var plugin = "{plugin=\"p\",plugin_type=\"aa\"";
    assertThat(metrics.text())
        .contains(
            "pluginexecutor_load_seconds_count" + plugin + "} 1\n",
            "pluginexecutor_load_seconds_sum" + plugin + "} 0.007\n",
            "pluginexecutor_construct_seconds_sum" + plugin + "} 0.001\n",
            "pluginexecutor_cpu_seconds_count" + plugin + "} 2\n",
            "pluginexecutor_cpu_seconds_sum" + plugin + "} 0.03\n",
            "pluginexecutor_peak_memory_bytes_count" + plugin + "} 1\n",
            "pluginexecutor_peak_memory_bytes_sum" + plugin + "} 1.2582912E7\n",
            "pluginexecutor_peak_memory_bytes_bucket" + plugin + ",le=\"8388608.0\"} 0\n",
            "pluginexecutor_peak_memory_bytes_bucket" + plugin + ",le=\"1.6777216E7\"} 1\n");
  }

  private static InvocationResult with(
      InvocationResult result, InvocationResult.Cost cost, List<ReachedWall> walls) {
    return new InvocationResult(
        result.invocationId(),
        result.outcome(),
        result.logLabel(),
        result.cookie(),
        result.sessionCookie(),
        result.logLines(),
        result.stdout(),
        result.stderr(),
        cost,
        result.execution(),
        walls);
  }

  @Test
  void counts_a_wall_once_however_often_the_plugin_says_it_reached_it() {
    var result = Invocations.result(NONE);
    var wall = new ReachedWall(ReachedWall.Kind.PATH, 0, 0, "main.py:1", "hunter2", "hunter2", 5);
    call((_, _) -> with(result, result.cost(), List.of(wall)), "authorize");

    assertThat(metrics.text())
        .contains("pluginexecutor_reached_walls_total{kind=\"path\"} 1.0")
        .doesNotContain("hunter2");
  }

  @Test
  void counts_refusals_by_their_reason_alone() {
    var refusal = new ExecutorException(new ExecutorError.InstanceNotFound("hunter2"));

    assertThatThrownBy(() ->
            call(
                (_, _) -> {
                  throw refusal;
                },
                "hunter2"))
        .isSameAs(refusal);

    assertThat(series("pluginexecutor_refusals_total"))
        .isEqualTo("pluginexecutor_refusals_total{reason=\"INSTANCE_NOT_FOUND\"} 1.0");
    assertThat(metrics.text()).doesNotContain("hunter2");
  }

  @Test
  void counts_a_bug_as_the_error_that_callers_get() {
    assertThatThrownBy(() ->
            call(
                (_, _) -> {
                  throw new IllegalStateException("hunter2");
                },
                "authorize"))
        .isInstanceOf(IllegalStateException.class);

    assertThat(series("pluginexecutor_refusals_total"))
        .isEqualTo("pluginexecutor_refusals_total{reason=\"INTERNAL_ERROR\"} 1.0");
  }

  @Test
  void counts_together_what_comes_after_the_first_thousand() {
    for (int i = 0; i < CallMetrics.MOST_CALLEES + 5; i++) {
      call((_, _) -> Invocations.result(NONE), "authorize" + i);
    }
    call((_, _) -> Invocations.result(NONE), "authorize1");

    assertThat(metrics.text())
        .contains(
            "hook=\"authorize1\",outcome=\"returned\",plugin=\"p\",plugin_type=\"aa\",version=\"1.0\"}"
                + " 2.0")
        .contains(
            "hook=\"authorize1003\",outcome=\"returned\",plugin=\"(other)\",plugin_type=\"aa\",version=\"(other)\"}"
                + " 1.0");
  }
}
