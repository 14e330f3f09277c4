// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.StatusException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.UnavailableException;

/**
 * Repeats calls of hooks that the server refused before the hook started, or that no connection
 * took, and asks for the answer of those whose connection was lost. Immutable.
 *
 * <p>The question before every repetition is whether the hook possibly ran; only a plain no of the
 * server counts. Where it may have run, the repetition says that it must not run again.
 */
public final class Retries {
  private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

  /** A look at the channel costs next to nothing; it tries to connect at its own pace. */
  private static final Duration RECONNECT_DELAY = Duration.ofMillis(250);

  private final int maxAttempts;
  private final Duration reconnectTime;
  private final Waiter waiter;

  /**
   * Sends each call at most so many times.
   *
   * @param reconnectTime how long to wait for a connection when there is none
   */
  public Retries(int maxAttempts, Duration reconnectTime, Waiter waiter) {
    this.maxAttempts = maxAttempts;
    this.reconnectTime = reconnectTime;
    this.waiter = waiter;
  }

  /** One attempt of a call with a request id. */
  @FunctionalInterface
  public interface IdentifiedAttempt<T> {
    /**
     * Sends the call; what remains until the deadline is its limit.
     *
     * @param repeatOnly whether the server is to run nothing that it does not know
     * @throws UnsentException if no server has heard of it
     */
    T send(Duration remaining, boolean repeatOnly)
        throws StatusException, UnsentException, InterruptedException;
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
    Duration unconnected = Duration.ZERO;
    int attempts = 0;
    while (true) {
      try {
        return attempt.send(remaining(total, start), lost != null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CallCancelledException("interrupted while the call ran", true, e);
      } catch (UnsentException e) {
        ExecutorClientException refusal = refusal(e.status(), false);
        if (!(refusal instanceof UnavailableException)
            || !mayPass(e.status())
            || unconnected.compareTo(reconnectTime) >= 0
            || RECONNECT_DELAY.compareTo(remaining(total, start)) >= 0) {
          throw lost == null ? refusal : withSuppressed(lost, refusal);
        }
        pause(RECONNECT_DELAY, lost == null ? refusal : lost);
        unconnected = unconnected.plus(RECONNECT_DELAY);
      } catch (StatusException e) {
        attempts++;
        unconnected = Duration.ZERO;
        ExecutorClientException refusal = refusal(e, true);
        boolean isLost = identified && isLost(refusal);
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

  private static ExecutorClientException refusal(StatusException e, boolean hookMayHaveRun) {
    RuntimeException failure = Statuses.toException(e, hookMayHaveRun);
    if (failure instanceof ExecutorClientException refusal) {
      return refusal;
    }
    throw failure;
  }

  /** Whether there may be a connection soon: a server is started anew, names and keys are not. */
  private static boolean mayPass(StatusException e) {
    for (Throwable cause = e.getStatus().getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException || cause instanceof UnknownHostException) {
        return false;
      }
    }
    return true;
  }

  /** Whether nobody knows what became of the call: the status is not the server's own. */
  private static boolean isLost(ExecutorClientException failure) {
    return failure instanceof UnavailableException
        && failure.reason().isEmpty()
        && failure.hookMayHaveRun();
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
