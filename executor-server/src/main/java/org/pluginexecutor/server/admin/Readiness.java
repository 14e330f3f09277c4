// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.admin;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** Whether calls should be sent to the server, as probes are told. Thread-safe. */
public final class Readiness {

  private enum State {
    STARTING,
    READY,
    DRAINING
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

  /** The server takes calls, unless it is draining already. */
  public void ready() {
    state.compareAndSet(State.STARTING, State.READY);
  }

  /** The server takes no more calls. */
  public void draining() {
    state.set(State.DRAINING);
  }

  boolean isReady() {
    return state.get() == State.READY;
  }

  /** In a word. */
  String label() {
    return state.get().name().toLowerCase(Locale.ROOT);
  }
}
