// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScenarioCheckTest {
  private static final PlayedStep ACCEPTED =
      new PlayedStep(
          "authenticate",
          Map.of(
              StepFact.OUTCOME, "returned", StepFact.VERDICT, "ACCEPT", StepFact.LOG, "1: hello"));

  @Test
  void what_is_not_expected_is_free() {
    var expected = new Scenario.Step("authenticate", Map.of(StepFact.LOG, "hell"));

    assertThat(ScenarioCheck.differences(List.of(expected), List.of(ACCEPTED))).isEmpty();
  }

  @Test
  void each_difference_says_what_was_there() {
    var expected =
        new Scenario.Step(
            "authenticate",
            Map.of(StepFact.VERDICT, "DENY", StepFact.REASON, "Wrong.", StepFact.LOG, "good bye"));

    assertThat(ScenarioCheck.differences(List.of(expected), List.of(ACCEPTED)))
        .containsExactly(
            "step 1, authenticate, verdict: ACCEPT (expected: DENY)",
            "step 1, authenticate, reason: not there (expected: Wrong.)",
            "step 1, authenticate, log: not there (expected: good bye)");
  }

  @Test
  void calls_are_compared_in_their_order_and_number() {
    var first = new Scenario.Step("authorize", Map.of());
    var second = new Scenario.Step("session_ended", Map.of());

    assertThat(ScenarioCheck.differences(List.of(first, second), List.of(ACCEPTED)))
        .containsExactly(
            "step 1, authenticate (expected: authorize)",
            "step 2: the session is over (expected: session_ended)");
    assertThat(
            ScenarioCheck.differences(
                List.of(new Scenario.Step("authenticate", Map.of())), List.of(ACCEPTED, ACCEPTED)))
        .containsExactly("step 2, authenticate (expected: the end of the session)");
  }

  @Test
  void where_nothing_is_expected_hooks_have_to_answer() {
    var failed = new PlayedStep("authorize", Map.of(StepFact.OUTCOME, "raised"));

    assertThat(ScenarioCheck.differences(List.of(), List.of(ACCEPTED, failed)))
        .containsExactly("step 2, authorize, outcome: raised (expected: returned)");
  }
}
