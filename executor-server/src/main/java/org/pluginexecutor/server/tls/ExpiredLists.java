// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;

/**
 * Refuses certificates of authorities whose revocation list has expired. Java believes one for a
 * quarter of an hour longer, and who is on the next one would get in meanwhile. Thread-safe.
 */
final class ExpiredLists extends PKIXCertPathChecker {
  private final Revocations revocations;
  private final InstantSource clock;

  ExpiredLists(Revocations revocations, InstantSource clock) {
    this.revocations = revocations;
    this.clock = clock;
  }

  @Override
  public void init(boolean forward) {}

  @Override
  public boolean isForwardCheckingSupported() {
    return false;
  }

  @Override
  public Set<String> getSupportedExtensions() {
    return Set.of();
  }

  @Override
  public void check(Certificate certificate, Collection<String> unresolvedCritExts)
      throws CertPathValidatorException {
    var issuer = ((X509Certificate) certificate).getIssuerX500Principal();
    if (!revocations.areKnownOf(issuer, clock.instant())) {
      throw new CertPathValidatorException(
          "revocation list of " + issuer.getName() + ": none (expected: one that is valid now)",
          null,
          null,
          -1,
          BasicReason.UNDETERMINED_REVOCATION_STATUS);
    }
  }
}
