// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.ArrayList;
import java.util.List;

/** Compares what became of a session with what a scenario expects. Stateless. */
final class ScenarioCheck {
  private ScenarioCheck() {}

  /**
   * Every difference, in the order of the calls. Where nothing is expected, only a hook that failed
   * is one.
   */
  static List<String> differences(List<Scenario.Step> expected, List<PlayedStep> played) {
    var differences = new ArrayList<String>();
    if (expected.isEmpty()) {
      for (int i = 0; i < played.size(); i++) {
        if (!played.get(i).isAnswered()) {
          differences.add(
              place(i, played.get(i).hook())
                  + ", outcome: "
                  + played.get(i).facts().get(StepFact.OUTCOME)
                  + " (expected: returned)");
        }
      }
      return differences;
    }
    for (int i = 0; i < Math.max(expected.size(), played.size()); i++) {
      if (i >= played.size()) {
        var hook = expected.get(i).hook();
        differences.add("step " + (i + 1) + ": the session is over (expected: " + hook + ")");
      } else if (i >= expected.size()) {
        differences.add(place(i, played.get(i).hook()) + " (expected: the end of the session)");
      } else {
        compare(i, expected.get(i), played.get(i), differences);
      }
    }
    return differences;
  }

  private static void compare(
      int index, Scenario.Step expected, PlayedStep played, List<String> differences) {
    if (!played.hook().equals(expected.hook())) {
      differences.add(place(index, played.hook()) + " (expected: " + expected.hook() + ")");
      return;
    }
    for (var fact : StepFact.values()) {
      var wanted = expected.facts().get(fact);
      var said = played.facts().get(fact);
      if (wanted != null && (said == null || !fact.isKept(wanted, said))) {
        differences.add(
            place(index, played.hook())
                + ", "
                + fact.word()
                + ": "
                + (said == null || fact == StepFact.LOG ? "not there" : said)
                + " (expected: "
                + wanted
                + ")");
      }
    }
  }

  private static String place(int index, String hook) {
    return "step " + (index + 1) + ", " + hook;
  }
}
