// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Map;

/**
 * What became of one call of a scenario. Immutable.
 *
 * @param hook the hook that was called
 * @param facts what is to be said of its answer
 */
record PlayedStep(String hook, Map<StepFact, String> facts) {
  PlayedStep {
    facts = Map.copyOf(facts);
  }

  /** Whether the hook came to its end and answered by the contract. */
  boolean isAnswered() {
    return "returned".equals(facts.get(StepFact.OUTCOME));
  }
}
