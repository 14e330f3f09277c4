// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.value.TestValues.dict;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.TestPackage;
import org.pluginexecutor.server.services.Services;
import org.pluginexecutor.server.shim.ShimConstruct;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.store.TestStore;
import org.pluginexecutor.server.worker.OutputListener;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

class WorkerPluginConstructorTest {
  private static final PluginRef PLUGIN = new PluginRef(Optional.empty(), "p", Optional.empty());
  private static final Target TARGET = new Target.Configured(PLUGIN, "[c]");

  @TempDir Path directory;

  private final ScriptedWorkerStarter workers = new ScriptedWorkerStarter();
  private long nanos = 5_000_000_000L;
  private TestStore store;
  private WorkerPluginConstructor constructor;

  @BeforeEach
  void upload() throws Exception {
    InstantSource clock = () -> Instant.EPOCH;
    var config =
        InvocationConfig.defaults().withTimeLimits(Duration.ofSeconds(30), Duration.ofSeconds(60));
    store = TestStore.open(directory.resolve("data"));
    store.upload(TestPackage.aa("p", "1.0"));
    constructor =
        new WorkerPluginConstructor(
            new WorkerCaller(
                new TargetLookup(
                    store.plugins(), store.instances(), store.states(directory), config.state()),
                ScriptRuntimes.in(directory),
                workers,
                Services.none(),
                config,
                clock,
                () -> nanos));
    workers.script = (_, _) -> constructed("authenticate");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static WorkerReport constructed(String... hooks) {
    return ScriptedWorkerStarter.report(new End.Replied(new ShimReply.Constructed(List.of(hooks))));
  }

  private ConstructionResult construct(Target target) {
    return construct(target, Optional.empty(), Invocations.context());
  }

  private ConstructionResult construct(
      Target target, Optional<Duration> timeLimit, InvocationContext context) {
    return constructor.construct(new Construction("i-1", target, timeLimit), context);
  }

  private void assertFails(Target target, InvocationContext context, ExecutorError error) {
    assertThatThrownBy(() -> construct(target, Optional.empty(), context))
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @Test
  void constructs_the_plugin_with_its_configuration_and_closes_the_worker() {
    var result = construct(TARGET);

    assertThat(workers.events).containsExactly("started corp", "called", "closed");
    assertThat(workers.requests)
        .containsExactly(
            new ShimConstruct(
                store.plugins().get(PLUGIN).tree(),
                "[c]",
                List.of("authenticate", "authorize", "session_ended"),
                64 << 20));
    assertThat(result.outcome())
        .isEqualTo(new ConstructionOutcome.Constructed(List.of("authenticate")));
    assertThat(result.execution().runtime().version()).isEqualTo("3.11.2");
    assertThat(result.execution().plugin()).isEqualTo(store.plugins().get(PLUGIN));
    assertThat(result.invocationId()).isEqualTo("i-1");
    assertThat(result.cost().cpuTime()).isEqualTo(Duration.ofMillis(31));
  }

  @Test
  void takes_plugin_and_configuration_from_an_instance() {
    store.create("x", PLUGIN, Optional.of("[of x]"));

    construct(new Target.Instance("x", 1));

    assertThat(workers.requests)
        .singleElement()
        .isInstanceOfSatisfying(
            ShimConstruct.class,
            request -> assertThat(request.configuration()).isEqualTo("[of x]"));
  }

  @Test
  void finds_no_instance_and_no_revision_that_was_not_made() {
    store.create("x", PLUGIN, Optional.of(""));

    assertFails(
        new Target.Instance("nobody"),
        Invocations.context(),
        new ExecutorError.InstanceNotFound("nobody"));
    assertThatThrownBy(() -> construct(new Target.Instance("x", 7)))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e -> assertThat(e.error()).isInstanceOf(ExecutorError.InstanceNotFound.class));
    assertThat(workers.events).isEmpty();
  }

  @Test
  void asks_for_the_hooks_of_the_type_and_believes_no_others() {
    store.upload(TestPackage.of("credentialstore", "cs", "1.0"));
    workers.script =
        (_, _) -> constructed("get_totp_codes", "authenticate", "x", "get_password_list");

    var result =
        construct(
            new Target.Configured(new PluginRef(Optional.empty(), "cs", Optional.empty()), ""));

    assertThat(result.outcome())
        .isEqualTo(
            new ConstructionOutcome.Constructed(List.of("get_password_list", "get_totp_codes")));
  }

  static Stream<Arguments> ends() {
    var nonsense = "the worker's answer is not one of the shim: ";
    var limit = Duration.ofSeconds(1);
    return Stream.of(
        Arguments.of(
            new End.Replied(new ShimReply.LoadFailed(ShimReply.Step.IMPORT, "E", "m", "t")),
            new Outcome.LoadFailed(ShimReply.Step.IMPORT, "E", "m", "t")),
        Arguments.of(new End.TimedOut(limit), new Outcome.TimedOut(limit)),
        Arguments.of(new End.Exited(0), new Outcome.Exited(0)),
        Arguments.of(new End.Signalled(9), new Outcome.Killed(9)),
        Arguments.of(new End.ProtocolBroken("x"), broken(nonsense + "x")),
        Arguments.of(
            new End.Replied(new ShimReply.Returned(dict("verdict", "ACCEPT"), true)),
            broken(nonsense + "a returned hook")),
        Arguments.of(
            new End.Replied(new ShimReply.Raised("E", "m", "t")),
            broken(nonsense + "a hook that raised")),
        Arguments.of(
            new End.Replied(new ShimReply.BadResult("result", "m")),
            broken(nonsense + "the result of a hook")));
  }

  private static Outcome.LoadFailed broken(String message) {
    return new Outcome.LoadFailed(ShimReply.Step.CONSTRUCT, "", message, "");
  }

  @ParameterizedTest
  @MethodSource("ends")
  void makes_an_outcome_of_every_end(End end, ConstructionOutcome expected) {
    workers.script = (_, _) -> ScriptedWorkerStarter.report(end);

    assertThat(construct(TARGET).outcome()).isEqualTo(expected);
  }

  @Test
  void puts_the_invocation_id_in_front_of_what_is_printed() {
    workers.script =
        (_, output) -> {
          output.onLine(OutputListener.Stream.STDOUT, "a");
          var report = constructed();
          return new WorkerReport(
              report.end(),
              new OutputCount(10, 8),
              new OutputCount(5, 0),
              report.cpuTime(),
              report.peakMemoryBytes());
        };

    var result = construct(TARGET);

    assertThat(result.logLines())
        .extracting(LogLine::text)
        .containsExactly("i-1: a", "i-1: 8 bytes of output were beyond the limit and dropped");
    assertThat(result.stdout()).isEqualTo(new OutputCount(10, 8));
    assertThat(result.stderr()).isEqualTo(new OutputCount(5, 0));
  }

  /** All in milliseconds; -1 is for what is not given. */
  @ParameterizedTest
  @CsvSource({"-1, -1, 30000", "10000, -1, 10000", "90000, -1, 60000", "-1, 1000, 900"})
  void keeps_the_time_limits_of_hooks(long wanted, long deadline, long expected) {
    construct(
        TARGET,
        wanted < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(wanted)),
        Invocations.context(
            deadline < 0 ? OptionalLong.empty() : OptionalLong.of(nanos + deadline * 1_000_000)));

    assertThat(workers.timeLimits).containsExactly(Duration.ofMillis(expected));
  }

  @Test
  void kills_the_worker_when_the_caller_cancels() {
    var context = Invocations.context();
    workers.script =
        (worker, _) -> {
          context.cancellation().cancel();
          assertThat(worker.cancelled).isTrue();
          return ScriptedWorkerStarter.report(new End.Cancelled());
        };

    assertFails(TARGET, context, new ExecutorError.Cancelled(true));
    assertThat(workers.events).containsExactly("started corp", "called", "cancelled", "closed");
  }

  @Test
  void does_not_construct_plugins_whose_hooks_are_not_public() {
    store.upload(TestPackage.of("signingca", "q", "1.0"));
    var target = new Target.Configured(new PluginRef(Optional.empty(), "q", Optional.empty()), "");

    assertFails(
        target,
        Invocations.context(),
        new ExecutorError.PluginTypeNotExecutable("signingca/q/1.0", "signingca"));
    var tree = store.plugins().get(new PluginRef(Optional.empty(), "q", Optional.empty())).tree();
    store.delete(new PluginRef(Optional.empty(), "q", Optional.of("1.0")));
    assertThat(tree).as("files of a version that nobody leases").doesNotExist();
    assertThat(workers.events).isEmpty();
  }
}
