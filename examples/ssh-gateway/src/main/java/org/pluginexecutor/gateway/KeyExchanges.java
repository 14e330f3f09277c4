// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.BaseBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.server.ServerBuilder;

/**
 * How keys of connections are agreed upon. ML-KEM, which newer OpenSSH likes best, comes first: it
 * withstands quantum computers and takes a millisecond. Stateless.
 */
final class KeyExchanges {
  private static final List<BuiltinDHFactories> PREFERENCE =
      Stream.concat(
              Stream.of(BuiltinDHFactories.mlkem768x25519),
              BaseBuilder.DEFAULT_KEX_PREFERENCE.stream())
          .distinct()
          .toList();

  /** Whoever asks makes a pair of keys, which takes 50 ms in plain Java; to answer takes 6 ms. */
  private static final EnumSet<BuiltinDHFactories> SLOW_TO_ASK_FOR =
      EnumSet.of(BuiltinDHFactories.sntrup761x25519, BuiltinDHFactories.sntrup761x25519_openssh);

  private KeyExchanges() {}

  /** With users, whose programs choose. */
  static List<KeyExchangeFactory> withUsers() {
    return NamedFactory.setUpTransformedFactories(true, PREFERENCE, ServerBuilder.DH2KEX);
  }

  /** With servers, of whom the gateway asks. */
  static List<KeyExchangeFactory> withServers() {
    var quick = PREFERENCE.stream().filter(kind -> !SLOW_TO_ASK_FOR.contains(kind)).toList();
    return NamedFactory.setUpTransformedFactories(true, quick, ClientBuilder.DH2KEX);
  }
}
