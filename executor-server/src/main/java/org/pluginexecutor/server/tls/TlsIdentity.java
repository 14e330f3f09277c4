// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom the server is and whom it believes, made of files that fit together. Immutable.
 *
 * @param context for new connections
 * @param subject of the server's certificate
 * @param expiry of the first of the server's certificates to expire
 * @param authorities who signs the certificates of callers
 * @param revocations which of these are revoked; absent: nobody has asked
 */
record TlsIdentity(
    SSLContext context,
    String subject,
    Instant expiry,
    List<X509Certificate> authorities,
    Optional<Revocations> revocations) {
  private static final String ALIAS = "server";

  /** What was read for one identity. */
  record Files(
      PemFile certificate,
      PemFile key,
      Optional<PemFile> clientCa,
      Optional<PemFile> clientRevocations) {
    boolean contentEquals(Files other) {
      return certificate.contentEquals(other.certificate)
          && key.contentEquals(other.key)
          && areEqual(clientCa, other.clientCa)
          && areEqual(clientRevocations, other.clientRevocations);
    }

    private static boolean areEqual(Optional<PemFile> one, Optional<PemFile> other) {
      return one.isPresent() == other.isPresent()
          && (one.isEmpty() || one.get().contentEquals(other.orElseThrow()));
    }
  }

  /**
   * Checks that everything can be used.
   *
   * @throws TlsFileException if not; it names the setting
   */
  static TlsIdentity of(Files files, InstantSource clock) throws TlsFileException {
    var now = clock.instant();
    var chain = files.certificate().certificates();
    checkChain(files.certificate(), chain, now);
    var own = chain.getFirst();
    var key = files.key().keyOf(own.getPublicKey());
    if (!belongTogether(key, own.getPublicKey())) {
      throw files
          .key()
          .wrong("the key of another certificate", "the one of tls.certificate-file", null);
    }
    var authorities =
        files.clientCa().isPresent()
            ? files.clientCa().get().certificates()
            : List.<X509Certificate>of();
    var revocations =
        files.clientRevocations().isPresent()
            ? Optional.of(Revocations.of(files.clientRevocations().get(), authorities, now))
            : Optional.<Revocations>empty();
    try {
      var context = context(key, chain, trust(authorities, revocations, clock));
      if (revocations.isPresent()) {
        // Who goes on with a former session is not looked up in the lists again.
        context.getServerSessionContext().setSessionTimeout(1);
      }
      var expiry = chain.stream().map(X509Certificate::getNotAfter).min(Date::compareTo);
      return new TlsIdentity(
          context,
          own.getSubjectX500Principal().getName(),
          expiry.orElseThrow().toInstant(),
          authorities,
          revocations);
    } catch (GeneralSecurityException | IOException e) {
      throw files.certificate().wrong(String.valueOf(e.getMessage()), "what Java can use", e);
    }
  }

  private static SSLContext context(
      PrivateKey key, List<X509Certificate> chain, TrustManager[] trust)
      throws GeneralSecurityException, IOException {
    var keys = empty();
    var noPassword = new char[0];
    keys.setKeyEntry(ALIAS, key, noPassword, chain.toArray(new X509Certificate[0]));
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, noPassword);
    var context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust, null);
    return context;
  }

  private static void checkChain(PemFile file, List<X509Certificate> chain, Instant now)
      throws TlsFileException {
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!chain
          .get(i)
          .getIssuerX500Principal()
          .equals(chain.get(i + 1).getSubjectX500Principal())) {
        throw file.wrong(
            "certificate " + (i + 2) + " did not sign the one before it",
            "the server's own, then those that signed it, in their order",
            null);
      }
    }
    for (var certificate : chain) {
      try {
        certificate.checkValidity(Date.from(now));
      } catch (CertificateException e) {
        throw file.wrong(
            "valid from "
                + certificate.getNotBefore().toInstant()
                + " to "
                + certificate.getNotAfter().toInstant(),
            "certificates that are valid now, " + now,
            e);
      }
    }
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
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static TrustManager[] trust(
      List<X509Certificate> authorities, Optional<Revocations> revocations, InstantSource clock)
      throws GeneralSecurityException, IOException {
    var believed = empty();
    int number = 0;
    for (var certificate : authorities) {
      believed.setCertificateEntry("ca-" + number++, certificate);
    }
    var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (revocations.isPresent()) {
      trustManagers.init(
          new CertPathTrustManagerParameters(revocations.get().parameters(believed, clock)));
    } else {
      trustManagers.init(believed);
    }
    return trustManagers.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
