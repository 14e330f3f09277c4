// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.List;
import org.pluginexecutor.server.shim.ShimConstruct;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Constructs a plugin in a worker. Thread-safe. */
public final class WorkerPluginConstructor implements PluginConstructor {
  private final WorkerCaller workers;

  public WorkerPluginConstructor(WorkerCaller workers) {
    this.workers = workers;
  }

  @Override
  public ConstructionResult construct(Construction construction, InvocationContext context) {
    try (var leased = workers.lease(construction.target());
        var log = workers.capture(leased, construction.id(), context)) {
      var hooks = leased.type().hooks();
      var request =
          new ShimConstruct(
              leased.plugin().tree(), leased.configuration(), hooks, leased.room().bytes());
      var ended = workers.call(leased, request, log, construction.timeLimit(), context);
      return new ConstructionResult(
          construction.id(),
          outcome(hooks, ended.end()),
          log.lines(),
          ended.stdout(),
          ended.stderr(),
          ended.cost(),
          ended.execution());
    }
  }

  private static ConstructionOutcome outcome(List<String> hooks, End end) {
    return switch (end) {
      // The reply was written where the plugin ran: what was not asked for is not believed.
      case End.Replied(ShimReply.Constructed(var found)) ->
          new ConstructionOutcome.Constructed(hooks.stream().filter(found::contains).toList());
      case End.Replied(ShimReply.LoadFailed failed) -> EarlyEnds.of(failed);
      case End.Replied(ShimReply.Returned _) -> nonsense("a returned hook");
      case End.Replied(ShimReply.Raised _) -> nonsense("a hook that raised");
      case End.Replied(ShimReply.BadResult _) -> nonsense("the result of a hook");
      case End.ProtocolBroken(var why) -> nonsense(why);
      case End.Unanswered early -> EarlyEnds.of(early);
    };
  }

  private static ConstructionOutcome nonsense(String why) {
    return new Outcome.LoadFailed(ShimReply.Step.CONSTRUCT, "", EarlyEnds.nonsense(why), "");
  }
}
