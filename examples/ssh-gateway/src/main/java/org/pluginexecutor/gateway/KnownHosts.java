// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.Signature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers' host keys, from a file in the form of OpenSSH's known_hosts that is read again when
 * it has changed. Thread-safe.
 */
final class KnownHosts extends KnownHostsServerKeyVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(KnownHosts.class);

  private List<HostEntryPair> hosts = List.of();

  KnownHosts(Path file) {
    super(RejectAllServerKeyVerifier.INSTANCE, file);
  }

  /**
   * Asks a server for a host key of a kind that is known of it, if there is one: servers have keys
   * of several kinds and show one, and MINA's own choice may be one that nobody wrote down.
   */
  void preferKnownKinds(ClientSession session, SocketAddress server) {
    var known =
        findKnownHostEntries(session, server, hosts(session)).stream()
            .map(HostEntryPair::getHostEntry)
            .filter(entry -> entry.getMarker() == null || entry.getMarker().isEmpty())
            .map(entry -> entry.getKeyEntry().getKeyType())
            .collect(Collectors.toSet());
    Comparator<NamedFactory<Signature>> knownFirst =
        Comparator.comparing(kind -> !known.contains(KeyUtils.getCanonicalKeyType(kind.getName())));
    // Sorting is stable: among known kinds, and among the others, MINA's order stays.
    session.setSignatureFactories(
        session.getSignatureFactories().stream().sorted(knownFirst).toList());
  }

  private synchronized Collection<HostEntryPair> hosts(ClientSession session) {
    try {
      if (checkReloadRequired()) {
        hosts = exists() ? reloadKnownHosts(session, getPath()) : List.of();
        setLoadedHostsEntries(hosts);
      }
    } catch (IOException | GeneralSecurityException e) {
      // Without it no server is known, which each login says.
      LOG.error("known hosts cannot be read", e);
      hosts = List.of();
      setLoadedHostsEntries(hosts);
    }
    return hosts;
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress server, PublicKey key) {
    hosts(session);
    return super.verifyServerKey(session, server, key);
  }
}
