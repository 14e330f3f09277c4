// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.server.session.ServerSession;
import org.pluginexecutor.client.PluginExecutorClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway: listens for users, and owns everything that it needs for them. Thread-safe. Closed,
 * it sends its users away and waits until plugins know of the end of every session.
 */
final class SshGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SshGateway.class);

  /** Alone, or after the password: plugins decide in either case, and never the password. */
  private static final String METHODS =
      KeyboardInteractive.NAME
          + " "
          + UserAuthPasswordFactory.NAME
          + ","
          + KeyboardInteractive.NAME;

  private final SshServer users;
  private final ServerLogin servers;
  private final PluginExecutorClient executor;
  private final ExecutorService threads;
  private final Duration stopTime;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private SshGateway(SshServer users, LoginParts parts) {
    this.users = users;
    this.servers = parts.servers();
    this.executor = parts.executor();
    this.threads = parts.threads();
    this.stopTime = parts.timing().stopTime();
  }

  /** Starts listening. */
  static SshGateway start(GatewayConfig config) throws IOException {
    Ed25519.register();
    var executor = PluginExecutorClient.connect(config.executor().clientOptions(config.timing()));
    var servers = ServerLogin.start(config.knownHostsFile(), config.timing().connectTime());
    var parts =
        new LoginParts(
            executor,
            config.plugins(),
            servers,
            Executors.newVirtualThreadPerTaskExecutor(),
            config.timing(),
            config.asksPassword());
    var gateway = new SshGateway(userServer(config, parts), parts);
    try {
      gateway.users.start();
      return gateway;
    } catch (IOException | RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private static SshServer userServer(GatewayConfig config, LoginParts parts) {
    var server = SshServer.setUpDefaultServer();
    server.setHost(config.listen().getHostString());
    server.setPort(config.listen().getPort());
    server.setKeyPairProvider(new FileKeyPairProvider(config.hostKeyFile()));
    server.setUserAuthFactories(List.of(new DialogFactory(), UserAuthPasswordFactory.INSTANCE));
    CoreModuleProperties.AUTH_METHODS.set(server, METHODS);
    server.setPasswordAuthenticator((_, password, session) -> {
      UserConnection.keepPassword(session, password);
      return true;
    });
    server.setChannelFactories(List.of(new UserChannelFactory()));
    server.setGlobalRequestHandlers(
        List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
    server.setKeyExchangeFactories(KeyExchanges.withUsers());
    server.setCipherFactories(Ciphers.QUICK);
    server.addSessionListener(new UnfinishedLogins(config.maxUnfinished()));
    server.addSessionListener(new Attachment(parts));
    CoreModuleProperties.AUTH_TIMEOUT.set(server, config.timing().loginTime());
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
    return server;
  }

  /** Where users connect to. */
  int port() {
    return users.getPort();
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    users.getActiveSessions().forEach(SshGateway::sendAway);
    stopListening();
    servers.close();
    awaitEnds();
    executor.close();
  }

  private static void sendAway(Session user) {
    try {
      user.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "The gateway is stopping.");
    } catch (IOException e) {
      LOG.debug("{}: gone already", user, e);
    }
  }

  private void stopListening() {
    try {
      users.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnds() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(stopTime.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("stopped before all sessions were ended");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  /** Makes the dialogs with users. Stateless. */
  private static final class DialogFactory implements UserAuthFactory {
    @Override
    public String getName() {
      return KeyboardInteractive.NAME;
    }

    @Override
    public UserAuth createUserAuth(ServerSession session) {
      return new KeyboardInteractive(
          user -> UserConnection.of(session).orElseThrow().begin(user.getUsername(), user));
    }
  }

  /** Makes the users' ends of bridges. Stateless. */
  private static final class UserChannelFactory implements ChannelFactory {
    @Override
    public String getName() {
      return UserChannel.TYPE;
    }

    @Override
    public Channel createChannel(Session session) {
      return new UserChannel();
    }
  }

  /** Ties a connection of a user to what the gateway has for it. Immutable. */
  private record Attachment(LoginParts parts) implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      UserConnection.attach((ServerSession) session, parts);
    }

    @Override
    public void sessionClosed(Session session) {
      UserConnection.of((ServerSession) session).ifPresent(UserConnection::closed);
    }
  }
}
