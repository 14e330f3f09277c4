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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.telemetry.RecordedLog;
import org.slf4j.MDC;

class ConstructionWrappersTest {
  private static final ConstructionOutcome CONSTRUCTED =
      new ConstructionOutcome.Constructed(List.of("authenticate"));

  private static Construction construction(String id) {
    var plugin = new PluginRef(Optional.empty(), "p", Optional.empty());
    return new Construction(id, new Target.Configured(plugin, "hunter2"), Optional.empty());
  }

  private static ConstructionResult result(ConstructionOutcome outcome) {
    var like = Invocations.result(new Outcome.Exited(0));
    return new ConstructionResult(
        "i-1",
        outcome,
        like.logLines(),
        like.stdout(),
        like.stderr(),
        like.cost(),
        like.execution());
  }

  private static List<String> logged(String id) {
    return RecordedLog.of(LoggedPluginConstructor.class.getName(), id);
  }

  /** The thread of a test may have been that of another call. */
  @BeforeEach
  void forgetFormerCalls() {
    MDC.clear();
  }

  @Test
  void writes_one_line_for_a_construction_with_its_id_in_the_logging_context() {
    var seen = new HashMap<String, String>();
    new LoggedPluginConstructor(
            (_, _) -> {
              seen.putAll(MDC.getCopyOfContextMap());
              return result(CONSTRUCTED);
            })
        .construct(construction("tested-1"), Invocations.context());

    assertThat(logged("tested-1"))
        .containsExactly("tested-1: test of aa/p/1.0: constructed in 7 ms");
    assertThat(seen).isEqualTo(Map.of("invocation_id", "tested-1"));
    assertThat(MDC.get("invocation_id")).isEqualTo("tested-1");
  }

  @Test
  void names_what_went_wrong_without_its_content() {
    new LoggedPluginConstructor((_, _) -> result(new Outcome.TimedOut(Duration.ofSeconds(1))))
        .construct(construction("tested-2"), Invocations.context());

    assertThat(logged("tested-2"))
        .containsExactly("tested-2: test of aa/p/1.0: timed_out after 1000 ms in 7 ms");
  }

  @Test
  void writes_one_line_without_secrets_for_a_refusal() {
    var refusing =
        new LoggedPluginConstructor((_, _) -> {
          throw new ExecutorException(new ExecutorError.InstanceNotFound("x"));
        });

    assertThatThrownBy(() -> refusing.construct(construction("tested-3"), Invocations.context()))
        .isInstanceOf(ExecutorException.class);

    assertThat(logged("tested-3"))
        .singleElement()
        .asString()
        .startsWith("tested-3: test of p: refused: ")
        .doesNotContain("hunter2");
  }

  @Test
  void shares_the_slots_with_the_hooks() {
    var config = InvocationConfig.defaults().withSlots(1, 0, Duration.ofMillis(1));
    var admission = new Admission(config, () -> 0);
    var constructor = new AdmittingPluginConstructor((_, _) -> result(CONSTRUCTED), admission);
    var whileAHookRuns =
        new AdmittingInvoker(
            (_, context) -> {
              constructor.construct(construction("i-1"), context);
              throw new AssertionError("was admitted");
            },
            admission);

    assertThatThrownBy(() ->
            whileAHookRuns.invoke(
                Invocations.of(new Target.Instance("x"), "authorize"), Invocations.context()))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e -> assertThat(e.error()).isInstanceOf(ExecutorError.QueueFull.class));
    assertThat(constructor.construct(construction("i-1"), Invocations.context()).outcome())
        .isEqualTo(CONSTRUCTED);
  }

  @Test
  void constructs_nothing_once_it_drains() {
    var admission = new Admission(InvocationConfig.defaults(), () -> 0);
    admission.drain();

    assertThatThrownBy(() ->
            new AdmittingPluginConstructor((_, _) -> result(CONSTRUCTED), admission)
                .construct(construction("i-1"), Invocations.context()))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e -> assertThat(e.error()).isInstanceOf(ExecutorError.Draining.class));
  }
}
