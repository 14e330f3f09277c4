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
import java.util.Map;
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
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.store.TestStore;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.OutputListener;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

class WorkerInvokerTest {
  private static final PluginRef PLUGIN = new PluginRef(Optional.empty(), "p", Optional.empty());
  private static final Target TARGET = new Target.Configured(PLUGIN, "[c]");
  private static final PluginValue.Dict FORMER = dict("former", 1);
  private static final PluginValue.Dict FORMER_SESSION = dict("former_session", 2);

  @TempDir Path directory;

  private final ScriptedWorkerStarter workers = new ScriptedWorkerStarter();
  private final InvocationConfig config =
      InvocationConfig.defaults().withTimeLimits(Duration.ofSeconds(30), Duration.ofSeconds(60));
  private long nanos = 5_000_000_000L;
  private TestStore store;
  private WorkerInvoker invoker;

  @BeforeEach
  void upload() throws Exception {
    InstantSource clock = () -> Instant.EPOCH;
    store = TestStore.open(directory.resolve("data"));
    store.upload(TestPackage.aa("p", "1.0"));
    var caller =
        new WorkerCaller(
            new TargetLookup(
                store.plugins(), store.instances(), store.states(directory), config.state()),
            ScriptRuntimes.in(directory),
            workers,
            Services.none(),
            config,
            clock,
            () -> nanos);
    invoker = new WorkerInvoker(caller, config);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private InvocationResult invoke(String hook) {
    return invoker.invoke(Invocations.of(TARGET, hook), Invocations.context());
  }

  private void assertFails(Invocation invocation, InvocationContext context, ExecutorError error) {
    assertThatThrownBy(() -> invoker.invoke(invocation, context))
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @Test
  void calls_the_hook_of_the_plugin_with_its_configuration_and_closes_the_worker() {
    var result = invoke("session_ended");

    assertThat(workers.events).containsExactly("started corp", "called", "closed");
    var call = workers.call();
    assertThat(call.hook()).isEqualTo("session_ended");
    assertThat(call.configuration()).isEqualTo("[c]");
    assertThat(call.pluginDirectory()).isEqualTo(store.plugins().get(PLUGIN).tree());
    assertThat(call.resultLimitBytes()).isEqualTo(config.resultLimitBytes());
    assertThat(call.arguments())
        .isEqualTo(dict("session_id", "s-1", "cookie", FORMER, "session_cookie", FORMER_SESSION));
    assertThat(result.execution().runtime().version()).isEqualTo("3.11.2");
    assertThat(result.execution().plugin()).isEqualTo(store.plugins().get(PLUGIN));
    assertThat(result.invocationId()).isEqualTo("i-1");
  }

  @Test
  void takes_plugin_and_configuration_from_an_instance() {
    store.create("x", PLUGIN, Optional.of("[of x]"));

    invoker.invoke(Invocations.of(new Target.Instance("x"), "authenticate"), Invocations.context());

    assertThat(workers.call().configuration()).isEqualTo("[of x]");
  }

  static Stream<End> endsWithoutAnAnswer() {
    var cookie = dict("verdict", "ACCEPT", "cookie", dict("new", 1));
    return Stream.of(
        new End.Replied(new ShimReply.Raised("E", "m", "t")),
        new End.Replied(new ShimReply.BadResult("result", "m")),
        new End.Replied(new ShimReply.LoadFailed(ShimReply.Step.IMPORT, "E", "m", "t")),
        new End.Replied(
            new ShimReply.Returned(dict("verdict", "maybe", "cookie", dict("new", 1)), true)),
        new End.Replied(
            new ShimReply.Returned(dict("cookie", dict("new", 1), "session_cookie", 7), true)),
        new End.Replied(new ShimReply.Returned(PluginValue.Null.INSTANCE, true)),
        new End.Replied(new ShimReply.Returned(PluginValue.Null.INSTANCE, false)),
        new End.Replied(
            new ShimReply.Returned(
                dict("verdict", "DENY", "cookie", null, "session_cookie", null), true)),
        new End.Replied(new ShimReply.Returned(dict("verdict", cookie.get("verdict")), true)),
        new End.TimedOut(Duration.ofSeconds(1)),
        new End.Exited(0),
        new End.Signalled(11),
        new End.ProtocolBroken("x"));
  }

  @ParameterizedTest
  @MethodSource("endsWithoutAnAnswer")
  void keeps_the_former_cookies_when_none_are_returned(End end) {
    workers.script = (_, _) -> ScriptedWorkerStarter.report(end);

    var result = invoke("authenticate");

    assertThat(result.cookie()).isEqualTo(FORMER);
    assertThat(result.sessionCookie()).isEqualTo(FORMER_SESSION);
  }

  @ParameterizedTest
  @CsvSource({"ACCEPT", "DENY", "NONE", "NEEDINFO"})
  void replaces_the_cookies_by_those_that_come_with_any_verdict(String verdict) {
    workers.script =
        (_, _) ->
            ScriptedWorkerStarter.replied(
                dict(
                    "verdict",
                    verdict,
                    "question",
                    List.of("k", "p"),
                    "cookie",
                    dict("new", 1),
                    "session_cookie",
                    dict()));

    var result = invoke("authenticate");

    assertThat(result.cookie()).isEqualTo(dict("new", 1));
    assertThat(result.sessionCookie()).isEqualTo(dict());
  }

  @Test
  void keeps_one_cookie_when_only_the_other_is_returned() {
    workers.script =
        (_, _) -> ScriptedWorkerStarter.replied(dict("verdict", "DENY", "cookie", dict("n", 1)));

    var result = invoke("authorize");

    assertThat(result.cookie()).isEqualTo(dict("n", 1));
    assertThat(result.sessionCookie()).isEqualTo(FORMER_SESSION);
  }

  @Test
  void keeps_the_former_cookies_whatever_session_ended_returns() {
    workers.script = (_, _) -> ScriptedWorkerStarter.replied(dict("cookie", dict("n", 1)));

    assertThat(invoke("session_ended").cookie()).isEqualTo(FORMER);
  }

  static Stream<Arguments> ends() {
    var second = Duration.ofSeconds(1);
    return Stream.of(
        Arguments.of(
            new End.Replied(new ShimReply.Raised("E", "m", "t")),
            new Outcome.Raised("E", "m", "t")),
        Arguments.of(
            new End.Replied(new ShimReply.BadResult("result.x", "m")),
            new Outcome.BadResult("result.x", "m")),
        Arguments.of(
            new End.Replied(new ShimReply.LoadFailed(ShimReply.Step.CONSTRUCT, "E", "m", "t")),
            new Outcome.LoadFailed(ShimReply.Step.CONSTRUCT, "E", "m", "t")),
        Arguments.of(new End.TimedOut(second), new Outcome.TimedOut(second)),
        Arguments.of(new End.Exited(0), new Outcome.Exited(0)),
        Arguments.of(new End.Signalled(9), new Outcome.Killed(9)),
        Arguments.of(
            new End.Replied(new ShimReply.Constructed(List.of("authenticate"))),
            new Outcome.BadResult(
                "result",
                "the worker's answer is not one of the shim: a plugin of which no hook was"
                    + " called")),
        Arguments.of(
            new End.ProtocolBroken("x"),
            new Outcome.BadResult("result", "the worker's answer is not one of the shim: x")));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void makes_an_outcome_of_every_end(End end, Outcome expected) {
    workers.script = (_, _) -> ScriptedWorkerStarter.report(end);

    assertThat(invoke("authenticate").outcome()).isEqualTo(expected);
  }

  @Test
  void remarks_on_a_hook_that_the_plugin_does_not_have() {
    workers.script =
        (_, _) ->
            ScriptedWorkerStarter.report(
                new End.Replied(new ShimReply.Returned(PluginValue.Null.INSTANCE, false)));

    var result = invoke("authorize");

    assertThat(result.outcome())
        .isEqualTo(
            new Outcome.Returned(PluginValue.Null.INSTANCE, Optional.of(Outcome.Verdict.DENY)));
    assertThat(result.logLines())
        .extracting(LogLine::source, LogLine::text)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(
                LogLine.Source.EXECUTOR,
                "s-1: the plugin has no method authorize; treated as if it had returned None"),
            org.assertj.core.api.Assertions.tuple(
                LogLine.Source.EXECUTOR,
                "s-1: authorize gave no verdict of its own; treated as DENY"));
  }

  @ParameterizedTest
  @CsvSource({"authorize, NONE, 1", "authorize, DENY, 0", "authenticate, NONE, 0"})
  void remarks_on_a_refusal_that_the_plugin_did_not_speak_out(
      String hook, String verdict, int remarks) {
    var result = new PluginValue.Dict(Map.of("verdict", new PluginValue.Text(verdict)));
    workers.script =
        (_, _) ->
            ScriptedWorkerStarter.report(new End.Replied(new ShimReply.Returned(result, true)));

    assertThat(invoke(hook).logLines()).hasSize(remarks);
  }

  @Test
  void remarks_on_output_that_was_dropped() {
    workers.script =
        (_, output) -> {
          output.onLine(OutputListener.Stream.STDOUT, "a");
          var report = ScriptedWorkerStarter.replied(null);
          return new org.pluginexecutor.server.worker.WorkerReport(
              report.end(),
              new OutputCount(10, 8),
              new OutputCount(5, 2),
              report.cpuTime(),
              report.peakMemoryBytes());
        };

    var result = invoke("session_ended");

    assertThat(result.logLines())
        .extracting(LogLine::text)
        .containsExactly("s-1: a", "s-1: 10 bytes of output were beyond the limit and dropped");
    assertThat(result.stdout()).isEqualTo(new OutputCount(10, 8));
    assertThat(result.stderr()).isEqualTo(new OutputCount(5, 2));
  }

  @Test
  void measures_what_the_call_cost() {
    workers.onStart = () -> nanos += 20_000_000;
    workers.script =
        (_, _) -> {
          nanos += 7_000_000;
          return ScriptedWorkerStarter.replied(null);
        };
    var context =
        new InvocationContext(nanos - 3_000_000, OptionalLong.empty(), new Cancellation(), _ -> {});

    var result = invoker.invoke(Invocations.of(TARGET, "authenticate"), context);

    assertThat(result.cost())
        .isEqualTo(
            new InvocationResult.Cost(
                Duration.ofMillis(3),
                Duration.ofMillis(20),
                Duration.ofMillis(7),
                Duration.ofMillis(31),
                4096,
                WorkerReport.Timing.NONE));
  }

  /** All in milliseconds; -1 is for what is not given. */
  @ParameterizedTest
  @CsvSource({
    "-1, -1, 30000",
    "10000, -1, 10000",
    "60000, -1, 60000",
    "90000, -1, 60000",
    "-1, 40000, 30000",
    "-1, 20000, 19800",
    "-1, 2000, 1800",
    "-1, 1000, 900",
    "-1, 100, 90",
    "500, 1000, 500",
    "950, 1000, 900",
    "90000, 600000, 60000",
  })
  void ends_the_hook_at_the_shortest_of_all_limits(long wanted, long deadline, long expected) {
    var invocation = Invocations.of(TARGET, "authenticate");
    if (wanted >= 0) {
      invocation = Invocations.withTimeLimit(invocation, Duration.ofMillis(wanted));
    }
    var context =
        Invocations.context(
            deadline < 0 ? OptionalLong.empty() : OptionalLong.of(nanos + deadline * 1_000_000));

    invoker.invoke(invocation, context);

    assertThat(workers.timeLimits).containsExactly(Duration.ofMillis(expected));
  }

  @Test
  void counts_the_start_of_the_worker_into_the_deadline() {
    workers.onStart = () -> nanos += 9_000_000_000L;

    invoker.invoke(
        Invocations.of(TARGET, "authenticate"),
        Invocations.context(OptionalLong.of(nanos + 10_000_000_000L)));

    assertThat(workers.timeLimits).containsExactly(Duration.ofMillis(900));
  }

  @ParameterizedTest
  @CsvSource({"-1, 20000", "60000, 20000", "5000, 5000"})
  void starts_the_worker_within_its_own_limit_and_the_deadline(long deadline, long expected) {
    invoker.invoke(
        Invocations.of(TARGET, "authenticate"),
        Invocations.context(
            deadline < 0 ? OptionalLong.empty() : OptionalLong.of(nanos + deadline * 1_000_000)));

    assertThat(workers.startLimits).containsExactly(Duration.ofMillis(expected));
  }

  @Test
  void starts_no_worker_when_the_deadline_has_passed() {
    assertFails(
        Invocations.of(TARGET, "authenticate"),
        Invocations.context(OptionalLong.of(nanos)),
        new ExecutorError.DeadlineBeforeStart());
    assertThat(workers.events).isEmpty();
  }

  @Test
  void does_not_call_the_hook_when_the_deadline_passed_during_the_start() {
    workers.onStart = () -> nanos += 2_000_000_000L;

    assertFails(
        Invocations.of(TARGET, "authenticate"),
        Invocations.context(OptionalLong.of(nanos + 1_000_000_000L)),
        new ExecutorError.DeadlineBeforeStart());
    assertThat(workers.events).containsExactly("started corp", "closed");
  }

  @Test
  void does_not_call_the_hook_when_the_caller_cancelled_during_the_start() {
    var context = Invocations.context();
    workers.onStart = () -> context.cancellation().cancel();

    assertFails(
        Invocations.of(TARGET, "authenticate"), context, new ExecutorError.Cancelled(false));
    assertThat(workers.events).containsExactly("started corp", "closed");
  }

  @Test
  void kills_the_worker_when_the_caller_cancels_and_says_that_the_hook_may_have_run() {
    var context = Invocations.context();
    workers.script =
        (worker, _) -> {
          context.cancellation().cancel();
          assertThat(worker.cancelled).isTrue();
          return ScriptedWorkerStarter.report(new End.Cancelled());
        };

    assertFails(Invocations.of(TARGET, "authenticate"), context, new ExecutorError.Cancelled(true));
    assertThat(workers.events).containsExactly("started corp", "called", "cancelled", "closed");
  }

  @Test
  void closes_the_worker_when_the_call_fails() {
    workers.script =
        (_, _) -> {
          throw new IllegalStateException("bug");
        };

    assertThatThrownBy(() -> invoke("authenticate")).isInstanceOf(IllegalStateException.class);
    assertThat(workers.events).endsWith("closed");
  }

  @Test
  void keeps_the_files_of_a_version_that_is_deleted_while_it_runs() {
    var ref = new PluginRef(Optional.empty(), "p", Optional.of("1.0"));
    workers.script =
        (_, _) -> {
          store.delete(ref);
          assertThat(workers.call().pluginDirectory().resolve("main.py")).exists();
          return ScriptedWorkerStarter.replied(null);
        };

    invoke("authenticate");

    assertThat(workers.call().pluginDirectory()).doesNotExist();
  }

  @Test
  void refuses_a_plugin_for_which_there_is_no_python() {
    store.upload(
        TestPackage.aa("old", "1.0")
            .file("MANIFEST", "name: old\ndescription: d\nversion: 1.0\ntype: aa\napi: 1.0\n"));
    var old = new Target.Configured(new PluginRef(Optional.empty(), "old", Optional.empty()), "");

    assertThatThrownBy(
            () -> invoker.invoke(Invocations.of(old, "authenticate"), Invocations.context()))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e ->
                assertThat(e.error())
                    .isInstanceOfSatisfying(
                        ExecutorError.RuntimeNotAvailable.class,
                        error -> {
                          assertThat(error.plugin()).isEqualTo("aa/old/1.0");
                          assertThat(error.wanted()).isEqualTo("Python 2");
                        }));
    assertThat(workers.events).isEmpty();
  }

  @Test
  void names_the_hooks_of_the_type_when_the_hook_is_of_another() {
    assertFails(
        Invocations.of(TARGET, "get_password_list"),
        Invocations.context(),
        new ExecutorError.UnknownHook(
            "get_password_list", "aa", List.of("authenticate", "authorize", "session_ended")));
  }

  @ParameterizedTest
  @CsvSource({"signingca", "configuration_sync"})
  void does_not_execute_plugins_whose_hooks_are_not_public(String type) {
    store.upload(TestPackage.of(type, "q", "1.0"));
    var target = new Target.Configured(new PluginRef(Optional.empty(), "q", Optional.empty()), "");

    assertFails(
        Invocations.of(target, "authenticate"),
        Invocations.context(),
        new ExecutorError.PluginTypeNotExecutable(type + "/q/1.0", type));
  }

  @Test
  void finds_no_instance_that_was_not_created() {
    assertFails(
        Invocations.of(new Target.Instance("nobody"), "authenticate"),
        Invocations.context(),
        new ExecutorError.InstanceNotFound("nobody"));
  }
}
