// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes certificates in PEM apart. Stateless. */
final class PemText {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

  private PemText() {}

  /** The certificates, each by itself; empty when there is none or one cannot be read. */
  static Optional<List<String>> certificates(List<String> texts) {
    var certificates = new ArrayList<String>();
    for (var text : texts) {
      var found = CERTIFICATE.matcher(text).results().map(match -> match.group() + "\n").toList();
      if (found.isEmpty() || !found.stream().allMatch(PemText::isReadable)) {
        return Optional.empty();
      }
      certificates.addAll(found);
    }
    return certificates.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(certificates));
  }

  private static boolean isReadable(String pem) {
    try {
      var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      return CertificateFactory.getInstance("X.509").generateCertificate(in) != null;
    } catch (CertificateException _) {
      return false;
    }
  }
}
