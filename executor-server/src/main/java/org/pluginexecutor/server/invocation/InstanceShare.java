// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one instance, or of one plugin, have of the slots and of the queue. Confined to
 * whoever holds the lock of {@link Admission}.
 */
final class InstanceShare {
  private final String name;
  private final Deque<WaitingCall> waiting = new ArrayDeque<>();
  private final ServiceRate rate = new ServiceRate();
  private int running;

  InstanceShare(String name) {
    this.name = name;
  }

  /** As callers are told. */
  String name() {
    return name;
  }

  int running() {
    return running;
  }

  int waiting() {
    return waiting.size();
  }

  ServiceRate rate() {
    return rate;
  }

  boolean isIdle() {
    return running == 0 && waiting.isEmpty();
  }

  void begin() {
    running++;
  }

  void end() {
    running--;
  }

  void enqueue(WaitingCall call) {
    waiting.add(call);
  }

  /** The call that has waited longest. */
  WaitingCall dequeue(long now) {
    var next = waiting.remove();
    if (waiting.isEmpty()) {
      rate.forget();
    } else {
      rate.turn(now);
    }
    return next;
  }

  /** Takes a call out that waits no longer. */
  void remove(WaitingCall call) {
    waiting.remove(call);
    if (waiting.isEmpty()) {
      rate.forget();
    }
  }

  /** Whether this one's turn comes first: who has fewer slots, then who has waited longer. */
  boolean isBefore(@Nullable InstanceShare other) {
    if (other == null || running != other.running) {
      return other == null || running < other.running;
    }
    return waiting.element().number() < other.waiting.element().number();
  }
}
