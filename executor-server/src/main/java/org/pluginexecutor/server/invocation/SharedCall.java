// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.pluginexecutor.server.error.ExecutorError.Cancelled;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * A running call and those who wait for its answer: who sent the request, and who repeats it. It is
 * cancelled when nobody waits any more. Thread-safe.
 */
final class SharedCall {
  private final String digest;
  private final Delayer delayer;
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  @GuardedBy("this")
  private Duration grace;

  @GuardedBy("this")
  private int callers;

  /** Does something later. */
  @FunctionalInterface
  interface Delayer {
    void after(Duration delay, Runnable task);
  }

  /**
   * Begins without callers.
   *
   * @param digest over what is asked for
   * @param grace how long the call goes on when the connection of its last caller is lost
   */
  SharedCall(String digest, Duration grace, Delayer delayer) {
    this.digest = digest;
    this.grace = grace;
    this.delayer = delayer;
  }

  String digest() {
    return digest;
  }

  /** What the running call is cancelled by. */
  Cancellation cancellation() {
    return cancellation;
  }

  /** Adds a caller, until it cancels or vanishes. */
  void join(Cancellation caller, Runnable onLeave) {
    synchronized (this) {
      callers++;
    }
    caller.onCancel(() -> {
      onLeave.run();
      leave(caller.isLost());
    });
  }

  /** Takes from now on no caller's connection for one that will come back. */
  synchronized void drain() {
    grace = Duration.ZERO;
  }

  private void leave(boolean lost) {
    Duration wait;
    synchronized (this) {
      callers--;
      if (callers > 0) {
        return;
      }
      wait = grace;
    }
    if (lost && wait.isPositive()) {
      delayer.after(wait, this::cancelIfAlone);
    } else {
      cancellation.cancel();
    }
  }

  private void cancelIfAlone() {
    synchronized (this) {
      if (callers > 0) {
        return;
      }
    }
    cancellation.cancel();
  }

  void end(Answer newAnswer) {
    answer.complete(newAnswer);
  }

  /**
   * Waits for the answer, as another caller.
   *
   * @throws ExecutorException if that caller cancels first
   */
  Answer await(Cancellation caller) {
    var mine = answer.copy();
    join(caller, () -> mine.completeExceptionally(new ExecutorException(new Cancelled(true))));
    try {
      return mine.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ExecutorException cancelled ? cancelled : e;
    }
  }
}
