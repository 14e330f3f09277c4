// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.StatusException;
import java.time.Duration;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.ExecutorClientException;

/**
 * Repeats calls of hooks that the server refused before the hook started. Immutable.
 *
 * <p>The question before every repetition is whether the hook possibly ran; only a plain no of the
 * server counts.
 */
public final class Retries {
  private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

  private final int maxAttempts;
  private final Waiter waiter;

  /** Sends each call at most so many times. */
  public Retries(int maxAttempts, Waiter waiter) {
    this.maxAttempts = maxAttempts;
    this.waiter = waiter;
  }

  /** One attempt of a call. */
  @FunctionalInterface
  public interface Attempt<T> {
    /** Sends the call; what remains until the deadline is its limit. */
    T send(Duration remaining) throws StatusException, InterruptedException;
  }

  /** Sends a call, repeatedly if need be, for at most the given time in total. */
  public <T> T run(Duration total, Attempt<T> attempt) {
    long start = waiter.nanoTime();
    for (int attempts = 1; ; attempts++) {
      try {
        return attempt.send(remaining(total, start));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CallCancelledException("interrupted while the call ran", true, e);
      } catch (StatusException e) {
        RuntimeException failure = Statuses.toException(e, true);
        if (!(failure instanceof ExecutorClientException refusal) || attempts >= limit(refusal)) {
          throw failure;
        }
        Duration delay = refusal.retryAfter().orElse(DEFAULT_DELAY);
        if (delay.compareTo(remaining(total, start)) >= 0) {
          throw refusal;
        }
        pause(delay, refusal);
      }
    }
  }

  private Duration remaining(Duration total, long start) {
    return total.minusNanos(waiter.nanoTime() - start);
  }

  private int limit(ExecutorClientException refusal) {
    if (refusal.hookMayHaveRun()) {
      return 1;
    }
    return switch (refusal.reason()) {
      case "QUEUE_FULL", "DRAINING" -> maxAttempts;
      case "WORKER_START_FAILED" -> Math.min(maxAttempts, 2);
      default -> 1;
    };
  }

  private void pause(Duration delay, ExecutorClientException refusal) {
    try {
      waiter.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CallCancelledException("interrupted before a repetition", false, e);
      cancelled.addSuppressed(refusal);
      throw cancelled;
    }
  }
}
