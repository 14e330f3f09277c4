// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.List;
import java.util.Map;

/**
 * A session to play with a plugin, and what is expected of it. Immutable.
 *
 * @param description what it shows
 * @param session what the gateway knows, by names of {@link SessionField}
 * @param answers what the user answers to questions, by key: the first time the first, and so on;
 *     the last one again and again
 * @param loginSucceeds whether the server accepts one of the credentials
 * @param steps what is expected of each call, in order; none: nothing is expected
 */
record Scenario(
    String description,
    Map<String, Object> session,
    Map<String, List<String>> answers,
    boolean loginSucceeds,
    List<Step> steps) {
  Scenario {
    session = Map.copyOf(session);
    answers = Map.copyOf(answers);
    steps = List.copyOf(steps);
  }

  /**
   * One call of a hook.
   *
   * @param hook its name
   * @param facts what is expected of its answer, by names of {@link StepFact}
   */
  record Step(String hook, Map<StepFact, String> facts) {
    Step {
      facts = Map.copyOf(facts);
    }
  }
}
