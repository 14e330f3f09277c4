// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Verdict;
import org.pluginexecutor.client.VerdictKind;

/** Says what can be said of a hook's answer without a secret. Stateless. */
final class StepFacts {
  private StepFacts() {}

  static Map<StepFact, String> of(HookResponse response) {
    var facts = new EnumMap<StepFact, String>(StepFact.class);
    facts.put(StepFact.OUTCOME, Documents.word(response.outcome()));
    facts.put(
        StepFact.LOG,
        response.logLines().stream().map(LogLine::text).collect(Collectors.joining("\n")));
    return facts;
  }

  static Map<StepFact, String> of(StepFact counted, int count, HookResponse response) {
    var facts = of(response);
    facts.put(counted, Integer.toString(count));
    return facts;
  }

  static Map<StepFact, String> of(Verdict verdict, HookResponse response) {
    var facts = of(response);
    switch (verdict) {
      case Verdict.Accept(var user, var groups, var metadata) -> {
        facts.put(StepFact.VERDICT, VerdictKind.ACCEPT.name());
        user.ifPresent(name -> facts.put(StepFact.GATEWAY_USER, name));
        groups.ifPresent(names -> facts.put(StepFact.GATEWAY_GROUPS, String.join(", ", names)));
        metadata.ifPresent(text -> facts.put(StepFact.ADDITIONAL_METADATA, text));
      }
      case Verdict.Deny(var reason, var failure) -> {
        // A hook that failed has no verdict of its own, though the user is refused.
        if (failure.isEmpty()) {
          facts.put(StepFact.VERDICT, VerdictKind.DENY.name());
        }
        reason.ifPresent(text -> facts.put(StepFact.REASON, text));
      }
      case Verdict.NeedInfo(var key, var prompt, var _) -> {
        facts.put(StepFact.VERDICT, VerdictKind.NEEDINFO.name());
        facts.put(StepFact.QUESTION, key);
        facts.put(StepFact.PROMPT, prompt);
      }
      case Verdict.Abstain _ -> facts.put(StepFact.VERDICT, VerdictKind.NONE.name());
    }
    return facts;
  }
}
