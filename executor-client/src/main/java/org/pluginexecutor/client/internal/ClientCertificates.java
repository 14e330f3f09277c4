// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/** Reads the files of TLS, and says which one is wrong. Stateless. */
final class ClientCertificates {
  private ClientCertificates() {}

  static void believe(TlsChannelCredentials.Builder builder, Path caFile) {
    var bytes = certificates("ca_file", caFile);
    try {
      builder.trustManager(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw wrong("ca_file", caFile, "unreadable", "certificates in PEM", e);
    }
  }

  static void show(TlsChannelCredentials.Builder builder, Path certificateFile, Path keyFile) {
    var certificate = certificates("certificate_file", certificateFile);
    var key = read("key_file", keyFile);
    if (!new String(key, StandardCharsets.ISO_8859_1).contains("-----BEGIN PRIVATE KEY-----")) {
      throw wrong(
          "key_file",
          keyFile,
          "no private key",
          "PKCS #8 in PEM without a password; 'openssl pkcs8 -topk8 -nocrypt' makes it of others",
          null);
    }
    try {
      builder.keyManager(new ByteArrayInputStream(certificate), new ByteArrayInputStream(key));
    } catch (IOException e) {
      throw wrong("certificate_file", certificateFile, "unreadable", "certificates in PEM", e);
    }
  }

  private static byte[] certificates(String subject, Path file) {
    var bytes = read(subject, file);
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes));
      if (!found.isEmpty()) {
        return bytes;
      }
    } catch (CertificateException e) {
      throw wrong(subject, file, "no certificates", "certificates in PEM", e);
    }
    throw wrong(subject, file, "no certificates", "certificates in PEM", null);
  }

  private static byte[] read(String subject, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw wrong(subject, file, e.getClass().getSimpleName(), "a file that can be read", e);
    }
  }

  private static IllegalArgumentException wrong(
      String subject, Path file, String found, String expected, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        subject + ": " + file + ": " + found + " (expected: " + expected + ")", cause);
  }
}
