// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file in PEM that an option names, as it was when it was read. Immutable.
 *
 * @param subject the option, for messages
 * @param path that it has
 * @param bytes of the file
 */
@SuppressWarnings("ArrayRecordComponent") // compared by contentEquals alone
record PemFile(String subject, Path path, byte[] bytes) {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it cannot be read; so do all methods that find that it is
   *     not what it should be
   */
  static PemFile read(String subject, Path path) {
    try (var file = Files.newInputStream(path)) {
      var bytes = file.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw wrong(subject, path, "too large", "at most " + MAX_BYTES + " bytes", null);
      }
      return new PemFile(subject, path, bytes);
    } catch (IOException e) {
      throw wrong(subject, path, FileFault.words(e), "a file that can be read", e);
    }
  }

  boolean contentEquals(PemFile other) {
    return Arrays.equals(bytes, other.bytes);
  }

  /** At least one. */
  List<X509Certificate> certificates() {
    var certificates = new ArrayList<X509Certificate>();
    try {
      for (var certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        certificates.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw wrong("no certificates", "certificates in PEM", e);
    }
    if (certificates.isEmpty()) {
      throw wrong("no certificates", "certificates in PEM", null);
    }
    return List.copyOf(certificates);
  }

  /** The private key that is in the file, of the same kind as this public one. */
  PrivateKey keyLike(PublicKey publicKey) {
    var found = PRIVATE_KEY.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw wrong(
          "no private key",
          "PKCS #8 in PEM without a password; 'openssl pkcs8 -topk8 -nocrypt' makes it of others",
          null);
    }
    try {
      var encoded = Base64.getMimeDecoder().decode(found.group(1));
      return KeyFactory.getInstance(publicKey.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw wrong(
          "no " + publicKey.getAlgorithm() + " key", "the private key of the certificate", e);
    }
  }

  IllegalArgumentException wrong(String found, String expected, @Nullable Throwable cause) {
    return wrong(subject, path, found, expected, cause);
  }

  private static IllegalArgumentException wrong(
      String subject, Path path, String found, String expected, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        subject + ": " + path + ": " + found + " (expected: " + expected + ")", cause);
  }
}
