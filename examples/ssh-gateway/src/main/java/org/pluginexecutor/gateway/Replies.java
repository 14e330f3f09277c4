// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The answers to a user's requests. They have no number, so they go back in the order of the
 * requests, whether the server answers or the gateway refuses. Thread-safe.
 */
final class Replies {
  private final Outbox user;

  /** Whose turn it is; guarded by this. */
  private final Queue<From> turns = new ArrayDeque<>();

  private enum From {
    SERVER,
    GATEWAY
  }

  Replies(Outbox user) {
    this.user = user;
  }

  /** The server will answer the next request. */
  synchronized void expect() {
    turns.add(From.SERVER);
  }

  /** The gateway refuses the next request. */
  synchronized void refuse() {
    turns.add(From.GATEWAY);
    sendRefusals();
  }

  /** The server has answered. */
  synchronized void answer(boolean isSuccess) {
    if (turns.poll() != null) {
      user.reply(isSuccess);
      sendRefusals();
    }
  }

  private void sendRefusals() {
    while (turns.peek() == From.GATEWAY) {
      turns.remove();
      user.reply(false);
    }
  }
}
