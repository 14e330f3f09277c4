// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what strangers can make the gateway hold: connections whose users are not in yet. Over the
 * bound new ones are closed at once. Thread-safe.
 */
final class UnfinishedLogins implements SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedLogins.class);

  private final int limit;
  private final Set<Session> unfinished = ConcurrentHashMap.newKeySet();

  UnfinishedLogins(int limit) {
    this.limit = limit;
  }

  /** Called for one connection after the other. */
  @Override
  public void sessionCreated(Session session) {
    if (unfinished.size() < limit) {
      unfinished.add(session);
    } else {
      LOG.warn(
          "{}: closed, for {} others have not finished their logins",
          session.getRemoteAddress(),
          limit);
      session.close(true);
    }
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated) {
      unfinished.remove(session);
    }
  }

  @Override
  public void sessionClosed(Session session) {
    unfinished.remove(session);
  }
}
