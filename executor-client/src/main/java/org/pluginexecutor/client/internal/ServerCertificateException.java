// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The server's certificate is not believed; the message says why in words. Immutable. */
final class ServerCertificateException extends CertificateException {
  private static final long serialVersionUID = 1L;

  private ServerCertificateException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Says what is wrong with a certificate.
   *
   * @param authorities that were asked, in words
   */
  static ServerCertificateException of(
      X509Certificate certificate, String authorities, CertificateException cause) {
    return new ServerCertificateException(words(certificate, authorities, cause), cause);
  }

  private static String words(X509Certificate certificate, String authorities, Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException
          || (cause instanceof CertPathValidatorException path
              && (path.getReason() == BasicReason.EXPIRED
                  || path.getReason() == BasicReason.NOT_YET_VALID))) {
        return "its certificate is valid from "
            + certificate.getNotBefore().toInstant()
            + " to "
            + certificate.getNotAfter().toInstant()
            + " (expected: one that is valid now, and signed by one that is)";
      }
    }
    // Java has no type for it; that the path was built is told by the words for the name.
    var message = String.valueOf(failure.getMessage());
    if (message.startsWith("No subject alternative") || message.startsWith("No name")) {
      return "its certificate is for "
          + String.join(", ", names(certificate))
          + " (expected: the name in the target is one of the certificate)";
    }
    return "its certificate was signed by "
        + certificate.getIssuerX500Principal().getName()
        + " (expected: "
        + authorities
        + ")";
  }

  /** Names and addresses, which are the second part of each entry where they are text. */
  private static Iterable<String> names(X509Certificate certificate) {
    var names = new TreeSet<String>();
    try {
      var entries = certificate.getSubjectAlternativeNames();
      for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
        if (entry.get(1) instanceof String name) {
          names.add(name);
        }
      }
    } catch (CertificateParsingException e) {
      names.clear();
    }
    return names.isEmpty() ? List.of("no name") : names;
  }
}
