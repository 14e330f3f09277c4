// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides which servers are believed, by the certificates that a file has at each new connection or
 * by those of Java, and says what is wrong with others. Thread-safe.
 */
final class ServerTrustManager extends X509ExtendedTrustManager {
  private final Supplier<X509ExtendedTrustManager> latest;
  private final String authorities;

  private ServerTrustManager(Supplier<X509ExtendedTrustManager> latest, String authorities) {
    this.latest = latest;
    this.authorities = authorities;
  }

  /**
   * Believes the certificates of a file, which is read for the first time; without one, Java's.
   *
   * @throws IllegalArgumentException when the file cannot be used
   */
  static ServerTrustManager of(Optional<Path> caFile) {
    if (caFile.isEmpty()) {
      var ofJava = ofJava();
      return new ServerTrustManager(() -> ofJava, "an authority that Java believes");
    }
    var files = TlsFiles.open(Map.of("ca_file", caFile.get()), read -> believing(read.get(0)));
    return new ServerTrustManager(files::latest, "an authority of ca_file " + caFile.get());
  }

  private static X509ExtendedTrustManager ofJava() {
    try {
      return trust(null);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "tls: the certificates that Java believes cannot be read (expected: a trust store)", e);
    }
  }

  private static X509ExtendedTrustManager believing(PemFile file) {
    try {
      var believed = KeyStore.getInstance("PKCS12");
      believed.load(null, null);
      int number = 0;
      for (var certificate : file.certificates()) {
        believed.setCertificateEntry("ca-" + number++, certificate);
      }
      return trust(believed);
    } catch (GeneralSecurityException | IOException e) {
      throw file.wrong("unreadable", "certificates that Java can use", e);
    }
  }

  private static X509ExtendedTrustManager trust(@Nullable KeyStore believed)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(believed);
    return Stream.of(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** One of the checks of the manager that decides. */
  @FunctionalInterface
  private interface Check {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      check.by(latest.get());
    } catch (CertificateException e) {
      throw ServerCertificateException.of(chain[0], authorities, e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, manager -> manager.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, manager -> manager.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    resumeNone(engine.getHandshakeSession());
    check(chain, manager -> manager.checkServerTrusted(chain, authType, engine));
  }

  /**
   * A session that is resumed asks for no certificate, neither for the server's nor for ours, and
   * would outlive the files. For the sessions of BoringSSL 0 s are no time; for those of Java they
   * are no limit, and the least is a second. Netty may be there under another package.
   */
  private static void resumeNone(@Nullable SSLSession session) {
    @Nullable SSLSessionContext sessions = session == null ? null : session.getSessionContext();
    if (sessions != null) {
      int least = sessions.getClass().getSimpleName().startsWith("OpenSsl") ? 0 : 1;
      if (sessions.getSessionTimeout() != least) {
        sessions.setSessionTimeout(least);
      }
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    latest.get().checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    latest.get().checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    latest.get().checkClientTrusted(chain, authType, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return latest.get().getAcceptedIssuers();
  }
}
