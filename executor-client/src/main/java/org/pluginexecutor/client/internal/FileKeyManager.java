// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the certificate that files have at each new connection. Thread-safe. Key and certificate
 * are taken together or not at all, so that it does not matter which one is replaced first.
 */
final class FileKeyManager extends X509ExtendedKeyManager {
  private final TlsFiles<Identity> files;

  /** A handshake asks for an alias first; it gets all parts of one and the same identity. */
  private volatile Shown shown;

  private record Shown(Identity latest, Identity former) {}

  /** A certificate with its key. */
  private record Identity(String alias, List<X509Certificate> chain, PrivateKey key) {}

  private FileKeyManager(TlsFiles<Identity> files) {
    this.files = files;
    this.shown = new Shown(files.latest(), files.latest());
  }

  /**
   * Reads the files for the first time.
   *
   * @throws IllegalArgumentException when they cannot be used
   */
  static FileKeyManager of(Path certificateFile, Path keyFile) {
    var paths = new LinkedHashMap<String, Path>();
    paths.put("certificate_file", certificateFile);
    paths.put("key_file", keyFile);
    return new FileKeyManager(TlsFiles.open(paths, read -> identity(read.get(0), read.get(1))));
  }

  private static Identity identity(PemFile certificateFile, PemFile keyFile) {
    var chain = certificateFile.certificates();
    var publicKey = chain.get(0).getPublicKey();
    var key = keyFile.keyLike(publicKey);
    if (!belongTogether(key, publicKey)) {
      throw keyFile.wrong("the key of another certificate", "the one of certificate_file", null);
    }
    return new Identity(UUID.randomUUID().toString(), chain, key);
  }

  /** Whether one signs what the other verifies. */
  private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
    var algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    try {
      var signature = Signature.getInstance(algorithm);
      var text = publicKey.getEncoded();
      signature.initSign(key);
      signature.update(text);
      var signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private synchronized String alias() {
    var identity = files.latest();
    if (!identity.equals(shown.latest())) {
      shown = new Shown(identity, shown.latest());
    }
    return identity.alias();
  }

  private @Nullable Identity named(String alias) {
    var both = shown;
    for (var identity : List.of(both.latest(), both.former())) {
      if (identity.alias().equals(alias)) {
        return identity;
      }
    }
    return null;
  }

  @Override
  public String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias();
  }

  @Override
  public String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var identity = named(alias);
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var identity = named(alias);
    return identity == null ? null : identity.key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {alias()};
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
