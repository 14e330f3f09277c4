// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Locale;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.telemetry.MeterPerConstant;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

/** Counts workers by how they start and end. Thread-safe. */
public final class MeteredWorkerStarter implements WorkerStarter {
  private final WorkerStarter delegate;
  private final MeterPerConstant<StartKind, Counter> starts;
  private final Counter startFailures;
  private final MeterPerConstant<EndReason, Counter> ends;
  private final MeterPerConstant<KillReason, Counter> kills;
  private final StreamCounters stdout;
  private final StreamCounters stderr;

  /** Wraps a starter, which it owns, and tells its isolation level and its zygotes. */
  public MeteredWorkerStarter(WorkerStarter delegate, Metrics metrics) {
    this.delegate = delegate;
    this.starts =
        MeterPerConstant.of(
            StartKind.class, kind -> metrics.counter(Metric.WORKER_STARTS, kind.label()));
    this.startFailures = metrics.counter(Metric.WORKER_START_FAILURES);
    this.ends =
        MeterPerConstant.of(
            EndReason.class, reason -> metrics.counter(Metric.WORKER_ENDS, reason.label()));
    this.kills =
        MeterPerConstant.of(
            KillReason.class, reason -> metrics.counter(Metric.KILLS, reason.label()));
    this.stdout = StreamCounters.of(metrics, "stdout");
    this.stderr = StreamCounters.of(metrics, "stderr");
    for (var level : IsolationLevel.values()) {
      metrics.gauge(
          Metric.ISOLATION_LEVEL, () -> delegate.isolationLevel() == level ? 1 : 0, level.label());
    }
    metrics.gauge(Metric.ZYGOTES, () -> delegate.zygotes().alive());
    metrics.gauge(Metric.WAITING_WORKERS, () -> delegate.zygotes().waitingWorkers());
    metrics.counted(Metric.ZYGOTE_REPLACEMENTS, () -> delegate.zygotes().replacements());
    metrics.counted(Metric.ZYGOTE_FAILURES, () -> delegate.zygotes().failures());
  }

  /** Why a worker that was called is no more. */
  private enum EndReason {
    REPLIED,
    TIME_LIMIT,
    CANCELLED,
    EXITED,
    KILLED,
    PROTOCOL_BROKEN;

    static EndReason of(End end) {
      return switch (end) {
        case End.Replied _ -> REPLIED;
        case End.TimedOut _ -> TIME_LIMIT;
        case End.Cancelled _ -> CANCELLED;
        case End.Exited _ -> EXITED;
        case End.Signalled _ -> KILLED;
        case End.ProtocolBroken _ -> PROTOCOL_BROKEN;
      };
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The counters of one output. */
  private record StreamCounters(Counter truncated, Counter droppedBytes) {
    static StreamCounters of(Metrics metrics, String stream) {
      return new StreamCounters(
          metrics.counter(Metric.TRUNCATED_OUTPUTS, stream),
          metrics.counter(Metric.DROPPED_OUTPUT, stream));
    }

    void count(OutputCount output) {
      if (output.droppedBytes() > 0) {
        truncated.increment();
        droppedBytes.increment((double) output.droppedBytes());
      }
    }
  }

  @Override
  public Worker start(WorkerSetup setup, Duration timeLimit) {
    Worker worker;
    try {
      worker = delegate.start(setup, timeLimit);
    } catch (RuntimeException e) {
      startFailures.increment();
      throw e;
    }
    starts.of(worker.startKind()).increment();
    return new MeteredWorker(worker);
  }

  /** A worker whose end is counted. */
  private final class MeteredWorker implements Worker {
    private final Worker worker;

    MeteredWorker(Worker worker) {
      this.worker = worker;
    }

    @Override
    public StartKind startKind() {
      return worker.startKind();
    }

    @Override
    public IsolationLevel isolationLevel() {
      return worker.isolationLevel();
    }

    @Override
    public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
      var report = worker.call(request, timeLimit, output);
      ends.of(EndReason.of(report.end())).increment();
      KillReason.of(report).ifPresent(reason -> kills.of(reason).increment());
      stdout.count(report.stdout());
      stderr.count(report.stderr());
      return report;
    }

    @Override
    public void cancel() {
      worker.cancel();
    }

    @Override
    public void close() {
      worker.close();
    }
  }

  @Override
  public StartKind startKind() {
    return delegate.startKind();
  }

  @Override
  public IsolationLevel isolationLevel() {
    return delegate.isolationLevel();
  }

  @Override
  public ZygoteCounts zygotes() {
    return delegate.zygotes();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
