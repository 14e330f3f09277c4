// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.telemetry.RecordedLog;
import org.pluginexecutor.server.value.PluginValue;
import org.slf4j.MDC;

class LoggedInvokerTest {
  private static final Outcome NONE =
      new Outcome.Returned(PluginValue.Null.INSTANCE, Optional.of(Outcome.Verdict.NONE));

  private static Invocation invocation(String sessionId) {
    var target =
        new Target.Configured(new PluginRef(Optional.empty(), "p", Optional.empty()), "hunter2");
    var invocation = Invocations.of(target, "authenticate");
    return new Invocation(
        invocation.id(),
        target,
        invocation.hook(),
        sessionId,
        invocation.arguments(),
        invocation.cookie(),
        invocation.sessionCookie(),
        Optional.empty());
  }

  private static LoggedInvoker logging(Invoker delegate) {
    return new LoggedInvoker(delegate, new RefusalLog());
  }

  private static List<String> logged(String sessionId) {
    return RecordedLog.of(LoggedInvoker.class.getName(), sessionId);
  }

  /** The thread of a test may have been that of another call. */
  @BeforeEach
  void forgetFormerCalls() {
    MDC.clear();
  }

  @Test
  void writes_one_line_for_an_invocation() {
    logging((_, _) -> Invocations.result(NONE))
        .invoke(invocation("logged-1"), Invocations.context());

    assertThat(logged("logged-1"))
        .containsExactly(
            "logged-1: authenticate of aa/p/1.0: returned NONE in 7 ms, invocation i-1");
  }

  @Test
  void writes_one_line_without_secrets_for_a_refusal() {
    var refusing =
        logging((_, _) -> {
          throw new ExecutorException(new ExecutorError.InstanceNotFound("x"));
        });

    assertThatThrownBy(() -> refusing.invoke(invocation("logged-2"), Invocations.context()))
        .isInstanceOf(ExecutorException.class);

    assertThat(logged("logged-2"))
        .singleElement()
        .asString()
        .startsWith("logged-2: authenticate of p: refused: ")
        .doesNotContain("hunter2");
  }

  @Test
  void puts_the_ids_into_the_logging_context_and_leaves_them_to_who_answers_the_call() {
    var seen = new HashMap<String, String>();
    logging(
            (_, _) -> {
              seen.putAll(MDC.getCopyOfContextMap());
              return Invocations.result(NONE);
            })
        .invoke(invocation("logged-3"), Invocations.context());

    assertThat(seen)
        .isEqualTo(
            Map.of("invocation_id", "i-1", "session_id", "logged-3", "hook", "authenticate"));
    assertThat(MDC.get("session_id")).isEqualTo("logged-3");
  }

  static Stream<Arguments> labels() {
    return Stream.of(
        Arguments.of(NONE, "returned NONE"),
        Arguments.of(new Outcome.Returned(PluginValue.Null.INSTANCE, Optional.empty()), "returned"),
        Arguments.of(new Outcome.Raised("E", "hunter2", "hunter2"), "raised E"),
        Arguments.of(new Outcome.BadResult("result.x", "hunter2"), "bad_result at result.x"),
        Arguments.of(
            new Outcome.LoadFailed(ShimReply.Step.IMPORT, "E", "hunter2", "hunter2"),
            "load_failed at IMPORT"),
        Arguments.of(new Outcome.TimedOut(Duration.ofSeconds(1)), "timed_out after 1000 ms"),
        Arguments.of(new Outcome.Killed(9), "killed by signal 9"),
        Arguments.of(new Outcome.Exited(3), "exited with 3"));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void names_every_outcome_without_its_content(Outcome outcome, String label) {
    assertThat(outcome.label()).isEqualTo(label);
  }

  static Stream<Outcome> forgeries() {
    var forged = "E\n2026-11-21 INFO s-2: authenticate of aa/p/1.0: returned ACCEPT\u001b[2K";
    return Stream.of(new Outcome.Raised(forged, "", ""), new Outcome.BadResult(forged, ""));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void cannot_be_made_to_forge_a_line_of_the_log(Outcome outcome) {
    var sessionId = "forged-" + outcome.getClass().getSimpleName();
    logging((_, _) -> Invocations.result(outcome))
        .invoke(invocation(sessionId), Invocations.context());

    assertThat(logged(sessionId)).singleElement().asString().doesNotContain("\n", "\u001b");
  }

  @Test
  void writes_no_line_for_a_refusal_for_overload() {
    var refusing =
        logging((_, _) -> {
          throw new ExecutorException(new ExecutorError.QueueFull("full", Duration.ZERO));
        });

    assertThatThrownBy(() -> refusing.invoke(invocation("logged-9"), Invocations.context()))
        .isInstanceOf(ExecutorException.class);

    assertThat(logged("logged-9")).isEmpty();
  }
}
