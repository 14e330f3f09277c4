// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import java.time.Duration;
import org.pluginexecutor.server.invocation.Construction;
import org.pluginexecutor.server.invocation.ConstructionOutcome;
import org.pluginexecutor.server.invocation.ConstructionResult;
import org.pluginexecutor.server.invocation.Outcome;
import org.pluginexecutor.server.invocation.Target;
import org.pluginexecutor.v1.Constructed;
import org.pluginexecutor.v1.TestInstanceRequest;
import org.pluginexecutor.v1.TestInstanceResponse;

/** Maps constructions and what became of them between the API and the server. Stateless. */
final class ConstructionMapper {
  private ConstructionMapper() {}

  static Construction fromProto(TestInstanceRequest request, String invocationId) {
    var violations = new Violations();
    var target = target(request, violations);
    var timeLimit =
        WorkerMapper.timeLimit(request.hasTimeLimit(), request.getTimeLimit(), violations);
    violations.check();
    return new Construction(invocationId, target, timeLimit);
  }

  private static Target target(TestInstanceRequest request, Violations violations) {
    return switch (request.getTargetCase()) {
      case INSTANCE -> {
        violations.require(
            request.getRevision() >= 0,
            "revision",
            request.getRevision() + " (expected: a revision, or 0 for the latest)");
        yield new Target.Instance(
            PluginMapper.instanceName(request.getInstance(), "instance", violations),
            request.getRevision());
      }
      case PLUGIN -> {
        violations.require(
            request.getRevision() == 0,
            "revision",
            request.getRevision() + " (expected: 0, only instances have revisions)");
        yield WorkerMapper.target(request.getPlugin(), violations);
      }
      case TARGET_NOT_SET -> {
        violations.add("target", "missing (expected: instance or plugin)");
        yield new Target.Instance("");
      }
    };
  }

  static TestInstanceResponse toProto(ConstructionResult result, Duration serverTime) {
    var response =
        TestInstanceResponse.newBuilder()
            .setOutput(WorkerMapper.output(result.stdout(), result.stderr()))
            .setCost(WorkerMapper.cost(result.cost(), serverTime))
            .setExecution(WorkerMapper.execution(result.execution()))
            .setInvocationId(result.invocationId());
    result.logLines().forEach(line -> response.addLogLines(WorkerMapper.toProto(line)));
    setOutcome(response, result.outcome());
    return response.build();
  }

  private static void setOutcome(
      TestInstanceResponse.Builder response, ConstructionOutcome outcome) {
    switch (outcome) {
      case ConstructionOutcome.Constructed(var hooks) ->
          response.setConstructed(Constructed.newBuilder().addAllHooks(hooks));
      case Outcome.LoadFailed failed -> response.setLoadFailed(WorkerMapper.toProto(failed));
      case Outcome.TimedOut timedOut -> response.setTimedOut(WorkerMapper.toProto(timedOut));
      case Outcome.Killed killed -> response.setKilled(WorkerMapper.toProto(killed));
      case Outcome.Exited exited -> response.setExited(WorkerMapper.toProto(exited));
    }
  }
}
