// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PrivateKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in on servers with what the credential store has, on servers whose host key is known.
 * Thread-safe; its methods block. Owns the SSH client until it is closed.
 */
final class ServerLogin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLogin.class);
  private static final String UNREACHABLE = "The server cannot be reached.";

  /**
   * Where the fingerprint of a wrong host key is put; what a session has of its own goes with it.
   */
  private static final AttributeKey<AtomicReference<@Nullable String>> WRONG_KEY =
      new AttributeKey<>();

  private static final AttributeKey<InetSocketAddress> ADDRESS = new AttributeKey<>();

  private final SshClient client;
  private final Duration connectTime;

  private ServerLogin(SshClient client, Duration connectTime) {
    this.client = client;
    this.connectTime = connectTime;
  }

  /** Starts one that believes the host keys of a file in the form of OpenSSH's known_hosts. */
  static ServerLogin start(Path knownHostsFile, Duration connectTime) {
    var known = new KnownHosts(knownHostsFile);
    var client = SshClient.setUpDefaultClient();
    client.addSessionListener(new KindOfKey(known));
    client.setServerKeyVerifier((session, address, key) -> isKnown(known, session, address, key));
    client.setUserAuthFactories(
        List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
    // Nothing of the user who runs the gateway: neither ~/.ssh/config nor keys nor an agent.
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    // A server may open no channel towards the gateway.
    client.setChannelFactories(List.of());
    client.setKeyExchangeFactories(KeyExchanges.withServers());
    client.setCipherFactories(Ciphers.QUICK);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
    client.start();
    return new ServerLogin(client, connectTime);
  }

  private static boolean isKnown(
      KnownHosts known, ClientSession session, SocketAddress address, PublicKey key) {
    if (known.verifyServerKey(session, address, key)) {
      return true;
    }
    session
        .getConnectionContext()
        .getAttribute(WRONG_KEY)
        .set(String.valueOf(KeyUtils.getFingerPrint(key)));
    return false;
  }

  /**
   * Logs in, first with keys, then with passwords, each in the plugin's order. The plugin is asked
   * for passwords only when no key was taken, and for nothing while the host key is not known.
   */
  ClientSession logIn(
      GatewaySession hooks, String user, InetSocketAddress address, String gatewayPassword)
      throws RefusedException, InterruptedException {
    var wrongKey = new AtomicReference<@Nullable String>();
    var session =
        connect(
            user,
            address,
            AttributeRepository.ofAttributesMap(Map.of(WRONG_KEY, wrongKey, ADDRESS, address)));
    boolean isIn = false;
    try {
      awaitHostKey(session, wrongKey);
      isIn =
          isInByKey(session, identities(hooks, hooks.privateKeys(address, gatewayPassword)))
              || isInByPassword(session, hooks.passwords(address, gatewayPassword));
      if (!isIn) {
        throw new RefusedException(
            "The server does not let the gateway in as this user.",
            "no credential for " + user + " on " + address + " was taken");
      }
      return session;
    } finally {
      if (!isIn) {
        session.close(true);
      }
    }
  }

  private ClientSession connect(String user, InetSocketAddress address, AttributeRepository context)
      throws RefusedException, InterruptedException {
    try {
      return client.connect(user, address, context, null).verify(connectTime).getSession();
    } catch (InterruptedIOException _) {
      throw new InterruptedException("the user is gone");
    } catch (IOException e) {
      throw new RefusedException(UNREACHABLE, "no connection to the server: " + e.getMessage(), e);
    }
  }

  private void awaitHostKey(ClientSession session, AtomicReference<@Nullable String> wrongKey)
      throws RefusedException {
    session.waitFor(
        EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED), connectTime);
    if (wrongKey.get() != null) {
      throw new RefusedException(
          "The server is not who it should be: its host key is not the known one.",
          "host key " + wrongKey.get() + " (expected: one of the known hosts)");
    }
    if (!session.getSessionState().contains(ClientSessionEvent.WAIT_AUTH)) {
      throw new RefusedException(UNREACHABLE, "no key exchange within " + connectTime);
    }
  }

  private boolean isInByKey(ClientSession session, List<KeyPair> keys) throws InterruptedException {
    keys.forEach(session::addPublicKeyIdentity);
    boolean isIn = !keys.isEmpty() && isIn(session);
    keys.forEach(session::removePublicKeyIdentity);
    return isIn;
  }

  private boolean isInByPassword(ClientSession session, List<String> passwords)
      throws InterruptedException {
    passwords.forEach(session::addPasswordIdentity);
    boolean isIn = !passwords.isEmpty() && session.isOpen() && isIn(session);
    passwords.forEach(session::removePasswordIdentity);
    return isIn;
  }

  /** Tries what the session has, in order. */
  private boolean isIn(ClientSession session) throws InterruptedException {
    try {
      session.auth().verify(connectTime);
      return true;
    } catch (InterruptedIOException _) {
      throw new InterruptedException("the user is gone");
    } catch (IOException e) {
      LOG.debug("no login on {}", session, e);
      return false;
    }
  }

  private static List<KeyPair> identities(GatewaySession hooks, List<PrivateKey> keys) {
    var pairs = new ArrayList<KeyPair>();
    for (var key : keys) {
      try (var pem = new ByteArrayInputStream(key.pem().getBytes(StandardCharsets.UTF_8))) {
        SecurityUtils.loadKeyPairIdentities(
                null, NamedResource.ofName("private_keys"), pem, FilePasswordProvider.EMPTY)
            .forEach(pairs::add);
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        // The message may quote the key.
        LOG.warn("{}: a key cannot be read ({})", hooks.id(), e.getClass().getSimpleName());
      }
    }
    return pairs;
  }

  @Override
  public void close() {
    client.stop();
  }

  /** Sees what a server is asked for, before it is. Immutable. */
  private record KindOfKey(KnownHosts known) implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      var server = (ClientSession) session;
      known.preferKnownKinds(server, server.getConnectionContext().getAttribute(ADDRESS));
    }
  }
}
