// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Which certificates of callers their authorities have taken back. Immutable.
 *
 * @param lists at least one; each has a time at which it expires
 */
record Revocations(List<X509CRL> lists) {
  /**
   * Checks that the lists can be used.
   *
   * @param authorities who signs the certificates of callers
   * @throws TlsFileException if not; it names the setting
   */
  static Revocations of(PemFile file, List<X509Certificate> authorities, Instant now)
      throws TlsFileException {
    var lists = file.revocationLists();
    for (var list : lists) {
      var issuer = list.getIssuerX500Principal();
      if (!isValid(list, now)) {
        throw file.wrong(
            "the list of %s is valid from %s to %s"
                .formatted(
                    issuer.getName(),
                    list.getThisUpdate().toInstant(),
                    list.getNextUpdate() == null ? "?" : list.getNextUpdate().toInstant()),
            "lists that are valid now, " + now,
            null);
      }
      var signers =
          authorities.stream().filter(a -> a.getSubjectX500Principal().equals(issuer)).toList();
      if (!signers.isEmpty() && signers.stream().noneMatch(a -> isSignedBy(list, a))) {
        throw file.wrong(
            "the list of " + issuer.getName() + " has the signature of somebody else",
            "lists of those in tls.client-ca-file",
            null);
      }
    }
    return new Revocations(lists);
  }

  private static boolean isSignedBy(X509CRL list, X509Certificate authority) {
    try {
      list.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static boolean isValid(X509CRL list, Instant now) {
    return list.getNextUpdate() != null
        && now.isBefore(list.getNextUpdate().toInstant())
        && !now.isBefore(list.getThisUpdate().toInstant());
  }

  /** Of the first list to expire. */
  Instant expiry() {
    return lists.stream()
        .map(list -> list.getNextUpdate().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Whether it is known at this time which certificates of an authority are revoked. */
  boolean areKnownOf(X500Principal authority, Instant now) {
    return lists.stream()
        .anyMatch(list -> list.getIssuerX500Principal().equals(authority) && isValid(list, now));
  }

  /** How certificates are held against the lists: nothing is asked of the network. */
  PKIXBuilderParameters parameters(KeyStore authorities, InstantSource clock)
      throws GeneralSecurityException {
    var parameters = new PKIXBuilderParameters(authorities, new X509CertSelector());
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    var checker =
        (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(
        Set.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
    parameters.addCertPathChecker(checker);
    parameters.addCertPathChecker(new ExpiredLists(this, clock));
    return parameters;
  }
}
