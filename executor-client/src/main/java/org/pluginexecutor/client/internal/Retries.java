// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.StatusException;
import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.UnavailableException;

/**
 * Repeats calls of hooks that the server refused before the hook started, and asks for the answer
 * of those whose connection was lost. Immutable.
 *
 * <p>The question before every repetition is whether the hook possibly ran; only a plain no of the
 * server counts. Where it may have run, the repetition says that it must not run again.
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

  /** One attempt of a call with a request id. */
  @FunctionalInterface
  public interface IdentifiedAttempt<T> {
    /**
     * Sends the call; what remains until the deadline is its limit.
     *
     * @param repeatOnly whether the server is to run nothing that it does not know
     */
    T send(Duration remaining, boolean repeatOnly) throws StatusException, InterruptedException;
  }

  /** One attempt of a call. */
  @FunctionalInterface
  public interface Attempt<T> {
    /** Sends the call; what remains until the deadline is its limit. */
    T send(Duration remaining) throws StatusException, InterruptedException;
  }

  /** Sends a call, repeatedly if need be, for at most the given time in total. */
  public <T> T run(Duration total, Attempt<T> attempt) {
    return run(total, (remaining, repeatOnly) -> attempt.send(remaining), false);
  }

  /** The same; when the connection is lost, asks for the answer until the server is there again. */
  public <T> T runOnce(Duration total, IdentifiedAttempt<T> attempt) {
    return run(total, attempt, true);
  }

  private <T> T run(Duration total, IdentifiedAttempt<T> attempt, boolean identified) {
    long start = waiter.nanoTime();
    @Nullable ExecutorClientException lost = null;
    for (int attempts = 1; ; attempts++) {
      try {
        return attempt.send(remaining(total, start), lost != null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CallCancelledException("interrupted while the call ran", true, e);
      } catch (StatusException e) {
        RuntimeException failure = Statuses.toException(e, true);
        if (!(failure instanceof ExecutorClientException refusal)) {
          throw failure;
        }
        boolean isLost = identified && isLost(refusal) && (lost != null || wasSent(e));
        lost = isLost && lost == null ? refusal : lost;
        Duration delay = refusal.retryAfter().orElse(DEFAULT_DELAY);
        if (attempts >= (isLost ? maxAttempts : limit(refusal))
            || delay.compareTo(remaining(total, start)) >= 0) {
          throw lost == null ? refusal : withSuppressed(lost, refusal);
        }
        pause(delay, lost == null ? refusal : lost);
      }
    }
  }

  /** Whether nobody knows what became of the call: the status is not the server's own. */
  private static boolean isLost(ExecutorClientException failure) {
    return failure instanceof UnavailableException
        && failure.reason().isEmpty()
        && failure.hookMayHaveRun();
  }

  /**
   * Whether there was a connection: where there is none, waiting for one is the caller's affair.
   */
  private static boolean wasSent(StatusException e) {
    return !(e.getStatus().getCause() instanceof ConnectException);
  }

  /** What a repetition is told says nothing of the call that was lost. */
  private static ExecutorClientException withSuppressed(
      ExecutorClientException lost, ExecutorClientException later) {
    if (lost != later) {
      lost.addSuppressed(later);
    }
    return lost;
  }

  private Duration remaining(Duration total, long start) {
    return total.minusNanos(waiter.nanoTime() - start);
  }

  private int limit(ExecutorClientException refusal) {
    if (refusal.hookMayHaveRun()) {
      return 1;
    }
    return switch (refusal.reason()) {
      case "QUEUE_FULL", "QUOTA_EXCEEDED", "DRAINING" -> maxAttempts;
      case "WORKER_START_FAILED" -> Math.min(maxAttempts, 2);
      default -> 1;
    };
  }

  private void pause(Duration delay, ExecutorClientException refusal) {
    try {
      waiter.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled =
          new CallCancelledException(
              "interrupted before a repetition", refusal.hookMayHaveRun(), e);
      cancelled.addSuppressed(refusal);
      throw cancelled;
    }
  }
}
