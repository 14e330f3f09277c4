// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.telemetry.MeterPerConstant;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who was refused: the first ones of each minute by themselves, the others as a number,
 * so that a flood fills neither the disk nor the log. Thread-safe.
 */
public final class Refusals implements Resource {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  /** So many in a window stand in the audit log by themselves. */
  static final int MOST = 20;

  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final String UNAUTHENTICATED = "UNAUTHENTICATED";
  private static final String NOT_ALLOWED = "NOT_ALLOWED";

  private final Audit audit;
  private final MeterPerConstant<RefusalReason, Counter> counters;
  private final LongSupplier nanoTicker;
  private final Executor afterWindow;

  @GuardedBy("this")
  private long windowStart;

  @GuardedBy("this")
  private int written = MOST;

  @GuardedBy("this")
  private long counted;

  /** Where refusals are written to. */
  @FunctionalInterface
  public interface Audit {
    void refused(Change change, String reason);
  }

  /**
   * Begins with an empty window.
   *
   * @param afterWindow runs a task a window later
   */
  public Refusals(Audit audit, Metrics metrics, LongSupplier nanoTicker, Executor afterWindow) {
    this.audit = audit;
    this.counters =
        MeterPerConstant.of(
            RefusalReason.class, reason -> metrics.counter(Metric.ACCESS_REFUSALS, reason.label()));
    this.nanoTicker = nanoTicker;
    this.afterWindow = afterWindow;
    this.windowStart = nanoTicker.getAsLong() - WINDOW.toNanos();
  }

  /** Runs a task a window later, on a thread of the Java machine. */
  public static Executor afterWindow() {
    return CompletableFuture.delayedExecutor(WINDOW.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Writes one down.
   *
   * @param action the method that was called, such as {@code UploadPlugin}
   */
  public void add(Caller caller, String action, RefusalReason reason) {
    counters.of(reason).increment();
    if (isWrittenByItself()) {
      log.warn(
          "refused: {} by {} from {}: {}", action, caller.name(), caller.address(), reason.words());
      var change = new Change(caller, action);
      change.concerns(reason.words(), "");
      audit.refused(change, reason.isKnownCaller() ? NOT_ALLOWED : UNAUTHENTICATED);
    }
  }

  private boolean isWrittenByItself() {
    boolean isFirstOfMany;
    long now = nanoTicker.getAsLong();
    synchronized (this) {
      if (now - windowStart >= WINDOW.toNanos() && counted == 0) {
        windowStart = now;
        written = 0;
      }
      if (written < MOST) {
        written++;
        return true;
      }
      counted++;
      isFirstOfMany = counted == 1;
    }
    if (isFirstOfMany) {
      afterWindow.execute(this::writeCounted);
    }
    return false;
  }

  private void writeCounted() {
    long many;
    synchronized (this) {
      many = counted;
      counted = 0;
    }
    if (many > 0) {
      var words = "and " + many + " more within a minute";
      log.warn("refused: {}", words);
      var change = new Change(Caller.SERVER, "RefusedCalls");
      change.concerns(words, "");
      audit.refused(change, UNAUTHENTICATED + " or " + NOT_ALLOWED);
    }
  }

  /** Writes down what was only counted so far. */
  @Override
  public void close() {
    writeCounted();
  }
}
