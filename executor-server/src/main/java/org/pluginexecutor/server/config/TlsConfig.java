// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Encryption of the TCP port. Immutable.
 *
 * @param certificateFile the server's certificate and those that signed it, in PEM; absent: no TLS
 * @param keyFile its private key, PKCS #8 in PEM; there exactly when the certificate is
 * @param clientCaFile certificates in PEM that sign those of callers
 * @param clientRevocationFile lists in PEM of those of these certificates that are revoked
 * @param clientCertificate whether callers show a certificate; default: required where there is a
 *     {@code clientCaFile}, else none
 * @param reloadPeriod how often the files are looked at; default 10 s
 */
public record TlsConfig(
    Optional<Path> certificateFile,
    Optional<Path> keyFile,
    Optional<Path> clientCaFile,
    Optional<Path> clientRevocationFile,
    ClientCertificate clientCertificate,
    Duration reloadPeriod) {
  public TlsConfig {
    if (certificateFile.isPresent() && keyFile.isEmpty()) {
      throw new IllegalArgumentException(
          "tls.key-file: none (expected: the private key of tls.certificate-file)");
    }
    if (keyFile.isPresent() && certificateFile.isEmpty()) {
      throw new IllegalArgumentException(
          "tls.certificate-file: none (expected: the certificate of tls.key-file)");
    }
    if (clientCaFile.isPresent() && certificateFile.isEmpty()) {
      throw new IllegalArgumentException(
          "tls.certificate-file: none (expected: a certificate of the server's own, where"
              + " tls.client-ca-file is given)");
    }
    if (clientCaFile.isPresent() && clientCertificate == ClientCertificate.NONE) {
      throw new IllegalArgumentException(
          "tls.client-certificate: none (expected: optional or required, where tls.client-ca-file"
              + " is given)");
    }
    if (clientCaFile.isEmpty() && clientCertificate != ClientCertificate.NONE) {
      throw new IllegalArgumentException(
          "tls.client-ca-file: none (expected: who signs the certificates of callers, where"
              + " tls.client-certificate is optional or required)");
    }
    if (clientRevocationFile.isPresent() && clientCaFile.isEmpty()) {
      throw new IllegalArgumentException(
          "tls.client-ca-file: none (expected: who signs the certificates of callers, where"
              + " tls.client-revocation-file is given)");
    }
    if (reloadPeriod.isNegative() || reloadPeriod.isZero()) {
      throw new IllegalArgumentException("tls.reload-period: " + reloadPeriod + " (expected: > 0)");
    }
  }

  /** No encryption. */
  public static TlsConfig off() {
    return new TlsConfig(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ClientCertificate.NONE,
        Duration.ofSeconds(10));
  }

  /** Encryption with these files, without certificates of callers. */
  public static TlsConfig of(Path certificateFile, Path keyFile) {
    return new TlsConfig(
        Optional.of(certificateFile),
        Optional.of(keyFile),
        Optional.empty(),
        Optional.empty(),
        ClientCertificate.NONE,
        off().reloadPeriod());
  }

  public TlsConfig withClients(Path newClientCaFile, ClientCertificate newClientCertificate) {
    return new TlsConfig(
        certificateFile,
        keyFile,
        Optional.of(newClientCaFile),
        clientRevocationFile,
        newClientCertificate,
        reloadPeriod);
  }

  public TlsConfig withRevocations(Path newClientRevocationFile) {
    return new TlsConfig(
        certificateFile,
        keyFile,
        clientCaFile,
        Optional.of(newClientRevocationFile),
        clientCertificate,
        reloadPeriod);
  }

  public TlsConfig withReloadPeriod(Duration newReloadPeriod) {
    return new TlsConfig(
        certificateFile,
        keyFile,
        clientCaFile,
        clientRevocationFile,
        clientCertificate,
        newReloadPeriod);
  }

  public boolean isOn() {
    return certificateFile.isPresent();
  }
}
