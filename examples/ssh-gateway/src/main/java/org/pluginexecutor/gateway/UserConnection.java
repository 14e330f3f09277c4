// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One user's connection from the first question to the end: the login runs on a virtual thread of
 * its own, everything after it on MINA's threads, and the end on a virtual thread again. Owns the
 * session of the plugins and the connection to the server. Thread-safe.
 */
final class UserConnection {
  private static final Logger LOG = LoggerFactory.getLogger(UserConnection.class);
  private static final AttributeKey<UserConnection> KEY = new AttributeKey<>();
  private static final AttributeKey<String> PASSWORD = new AttributeKey<>();

  private final ServerSession user;
  private final LoginParts parts;

  // All guarded by this.
  private @Nullable Future<?> login;
  private @Nullable GatewaySession session;
  private @Nullable ClientSession server;
  private boolean isClosed;

  private UserConnection(ServerSession user, LoginParts parts) {
    this.user = user;
    this.parts = parts;
  }

  /** Attaches one to a new connection of a user. */
  static void attach(ServerSession user, LoginParts parts) {
    user.setAttribute(KEY, new UserConnection(user, parts));
  }

  /** The one of a connection; empty when it is too young to have one. */
  static Optional<UserConnection> of(ServerSession user) {
    return Optional.ofNullable(user.getAttribute(KEY));
  }

  /** Keeps the password that came before the questions; whether it is right, plugins find out. */
  static void keepPassword(ServerSession user, String password) {
    user.setAttribute(PASSWORD, password);
  }

  /** Begins the login; there is one for each connection. */
  synchronized void begin(String loginName, Conversation conversation) {
    if (login != null || isClosed) {
      conversation.refuse("One login for each connection.");
      return;
    }
    login = parts.threads().submit(() -> logIn(loginName, conversation));
  }

  /** The connection to the server, once the user is in. */
  synchronized Optional<ClientSession> server() {
    return Optional.ofNullable(server);
  }

  /** The user is gone, or was sent away: cuts short what runs, and ends the session. */
  synchronized void closed() {
    isClosed = true;
    if (login != null) {
      login.cancel(true);
    }
    if (server != null) {
      server.close(true);
    }
    if (session != null) {
      var ending = session;
      parts.threads().execute(() -> ending.end(parts.timing().endingTime()));
    }
  }

  private void logIn(String loginName, Conversation conversation) {
    var id = "ssh-" + UUID.randomUUID();
    try {
      var name = LoginName.parse(loginName);
      LOG.info("{}: {} from {}", id, name, user.getClientAddress());
      letIn(open(id, name), name, conversation);
    } catch (RefusedException e) {
      LOG.warn("{}: refused: {}", id, e.reason());
      conversation.refuse(e.getMessage() + " (session " + id + ")");
    } catch (InterruptedException _) {
      LOG.info("{}: gone before the login was over", id);
    } catch (RuntimeException e) {
      LOG.error("{}: refused for a fault of the gateway", id, e);
      conversation.refuse("You cannot enter now. (session " + id + ")");
    }
  }

  private void letIn(GatewaySession hooks, LoginName name, Conversation conversation)
      throws RefusedException, InterruptedException {
    var password = user.getAttribute(PASSWORD);
    if (password == null) {
      password = parts.asksPassword() ? conversation.ask("Gateway password: ", true) : "";
    }
    hooks.authenticate(conversation);
    var address = resolve(name.server());
    hooks.authorize(conversation, address);
    var connected = parts.servers().logIn(hooks, name.serverUser(), address, password);
    own(connected);
    hooks.authenticationCompleted();
    conversation.accept();
  }

  private synchronized GatewaySession open(String id, LoginName name) throws InterruptedException {
    var address = (InetSocketAddress) user.getClientAddress();
    var opened =
        new GatewaySession(parts.executor().newSession(id), parts.plugins(), address, name);
    if (isClosed) {
      throw new InterruptedException("the user is gone");
    }
    session = opened;
    return opened;
  }

  private synchronized void own(ClientSession connected) throws InterruptedException {
    server = connected;
    if (isClosed) {
      connected.close(true);
      throw new InterruptedException("the user is gone");
    }
    connected.addCloseFutureListener(_ -> serverIsGone());
  }

  private synchronized void serverIsGone() {
    if (isClosed) {
      return;
    }
    try {
      user.disconnect(
          SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "The server has closed the connection.");
    } catch (IOException _) {
      user.close(true);
    }
  }

  /** The address that is authorized is the one that is connected to: names can change meanwhile. */
  private static InetSocketAddress resolve(ServerName server) throws RefusedException {
    try {
      return new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
    } catch (UnknownHostException e) {
      throw new RefusedException("The server is not known.", "no address of " + server, e);
    }
  }
}
