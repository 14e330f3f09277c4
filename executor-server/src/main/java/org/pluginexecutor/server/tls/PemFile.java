// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file in PEM that a setting names, as it was when it was read. Immutable.
 *
 * @param key of the setting
 * @param path that it has
 * @param bytes of the file
 */
@SuppressWarnings("ArrayRecordComponent") // compared by contentEquals alone
record PemFile(String key, Path path, byte[] bytes) {
  private static final int MAX_BYTES = 1 << 20;

  /** A list of 100,000 certificates has 5 MiB. */
  private static final int MAX_LIST_BYTES = 8 << 20;

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  static PemFile read(String key, Path path) throws TlsFileException {
    return read(key, path, MAX_BYTES);
  }

  /** The same for revocation lists, which may be longer. */
  static PemFile readLists(String key, Path path) throws TlsFileException {
    return read(key, path, MAX_LIST_BYTES);
  }

  private static PemFile read(String key, Path path, int maxBytes) throws TlsFileException {
    try (var file = Files.newInputStream(path)) {
      var bytes = file.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new TlsFileException(
            key, path + ": too large (expected: at most " + maxBytes + " bytes)", null);
      }
      return new PemFile(key, path, bytes);
    } catch (TlsFileException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsFileException(
          key,
          path + ": " + e.getClass().getSimpleName() + " (expected: a file that can be read)",
          e);
    }
  }

  boolean contentEquals(PemFile other) {
    return Arrays.equals(bytes, other.bytes);
  }

  /** At least one. */
  List<X509Certificate> certificates() throws TlsFileException {
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

  /** Revocation lists; at least one. */
  List<X509CRL> revocationLists() throws TlsFileException {
    var lists = new ArrayList<X509CRL>();
    try {
      for (var list :
          CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes))) {
        lists.add((X509CRL) list);
      }
    } catch (CertificateException | CRLException e) {
      throw wrong("no revocation lists", "certificate revocation lists in PEM", e);
    }
    if (lists.isEmpty()) {
      throw wrong("no revocation lists", "certificate revocation lists in PEM", null);
    }
    return List.copyOf(lists);
  }

  /** The private key that belongs to this public one. */
  PrivateKey keyOf(PublicKey publicKey) throws TlsFileException {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var found = PRIVATE_KEY.matcher(text);
    if (!found.find()) {
      throw wrong(
          text.contains("ENCRYPTED") ? "encrypted" : "no private key",
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

  TlsFileException wrong(String found, String expected, @Nullable Throwable cause) {
    return new TlsFileException(key, path + ": " + found + " (expected: " + expected + ")", cause);
  }
}
