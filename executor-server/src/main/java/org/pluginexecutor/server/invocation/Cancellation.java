// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/** Carries a caller's cancel to whoever runs the call. Thread-safe. */
public final class Cancellation {
  @GuardedBy("this")
  private boolean cancelled;

  @GuardedBy("this")
  private boolean lost;

  @GuardedBy("this")
  private @Nullable Runnable action;

  /** Cancels; the second time has no effect. */
  public void cancel() {
    Runnable toRun;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      toRun = action;
    }
    if (toRun != null) {
      toRun.run();
    }
  }

  /** Cancels, as the connection of the caller is lost: it did not say that it wants no answer. */
  public void lose() {
    synchronized (this) {
      lost = !cancelled;
    }
    cancel();
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Whether it was the connection, and not the caller, that ended the call. */
  public synchronized boolean isLost() {
    return lost;
  }

  /** Sets what a cancel does; runs it at once when there was one already. */
  public void onCancel(Runnable newAction) {
    synchronized (this) {
      action = newAction;
      if (!cancelled) {
        return;
      }
    }
    newAction.run();
  }
}
