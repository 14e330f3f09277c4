// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.shim.ProxylessRequest;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.worker.OutputListener;
import org.pluginexecutor.server.worker.Worker;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;
import org.pluginexecutor.server.worker.WorkerSetup;
import org.pluginexecutor.server.worker.WorkerStarter;

/** Makes workers that do what the test says, and remembers what was asked of them. */
final class ScriptedWorkerStarter implements WorkerStarter {
  final List<String> events = new ArrayList<>();
  final List<Duration> startLimits = new ArrayList<>();
  final List<WorkerSetup> setups = new ArrayList<>();
  final List<Duration> timeLimits = new ArrayList<>();
  final List<ShimRequest> requests = new ArrayList<>();
  Runnable onStart = () -> {};
  BiFunction<ScriptedWorker, OutputListener, WorkerReport> script = (_, _) -> replied(null);

  /** The call that the first worker got. */
  ShimCall call() {
    return (ShimCall) requests.getFirst();
  }

  static WorkerReport report(End end) {
    return new WorkerReport(
        end, new OutputCount(0, 0), new OutputCount(0, 0), Duration.ofMillis(31), 4096);
  }

  static WorkerReport replied(
      org.pluginexecutor.server.value.PluginValue.@org.jspecify.annotations.Nullable Dict result) {
    return report(
        new End.Replied(
            new ShimReply.Returned(
                result == null ? org.pluginexecutor.server.value.PluginValue.Null.INSTANCE : result,
                true)));
  }

  @Override
  public Worker start(WorkerSetup setup, Duration timeLimit) {
    startLimits.add(timeLimit);
    setups.add(setup);
    onStart.run();
    events.add("started " + setup.runtime().name());
    return new ScriptedWorker();
  }

  @Override
  public StartKind startKind() {
    return StartKind.EXEC;
  }

  @Override
  public IsolationLevel isolationLevel() {
    return IsolationLevel.NONE;
  }

  @Override
  public void close() {}

  final class ScriptedWorker implements Worker {
    boolean cancelled;

    @Override
    public StartKind startKind() {
      return StartKind.EXEC;
    }

    @Override
    public IsolationLevel isolationLevel() {
      return IsolationLevel.NONE;
    }

    @Override
    public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
      events.add("called");
      // No test here gives plugins a proxy.
      requests.add(request instanceof ProxylessRequest(var told) ? told : request);
      timeLimits.add(timeLimit);
      return script.apply(this, output);
    }

    @Override
    public void cancel() {
      cancelled = true;
      events.add("cancelled");
    }

    @Override
    public void close() {
      events.add("closed");
    }
  }
}
