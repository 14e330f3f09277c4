// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.tls;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.pluginexecutor.server.config.TlsConfig;
import org.pluginexecutor.server.lifecycle.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What new connections are encrypted with: read from files, and read again when these change; files
 * that cannot be used leave everything as it was. Thread-safe.
 */
public final class TlsFiles implements Resource {
  private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);

  private final TlsConfig config;
  private final InstantSource clock;
  private final ScheduledExecutorService timer;
  private final AtomicLong failures = new AtomicLong();
  private volatile TlsIdentity current;

  /** What was tried last, so that broken files are complained about once; used by the timer. */
  private TlsIdentity.Files tried;

  private String lastProblem = "";
  private boolean toldOfExpiredList;

  private TlsFiles(
      TlsConfig config, InstantSource clock, TlsIdentity.Files files, TlsIdentity current) {
    this.config = config;
    this.clock = clock;
    this.tried = files;
    this.current = current;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-files").factory());
  }

  /**
   * Looks whether the files can be used.
   *
   * @throws TlsFileException if not; it names the setting
   */
  public static void check(TlsConfig config, InstantSource clock) throws TlsFileException {
    var _ = TlsIdentity.of(read(config), clock);
  }

  /**
   * Reads the files, and looks at them from now on.
   *
   * @throws TlsFileException if they cannot be used; it names the setting
   */
  public static TlsFiles open(TlsConfig config, InstantSource clock) throws TlsFileException {
    // Read once by the Java machine: HTTP/2 forbids to negotiate anew, and it costs the server
    // more than the caller.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    var files = read(config);
    var opened = new TlsFiles(config, clock, files, TlsIdentity.of(files, clock));
    opened.watch();
    return opened;
  }

  private static TlsIdentity.Files read(TlsConfig config) throws TlsFileException {
    var certificate = PemFile.read("tls.certificate-file", config.certificateFile().orElseThrow());
    var key = PemFile.read("tls.key-file", config.keyFile().orElseThrow());
    return new TlsIdentity.Files(
        certificate,
        key,
        config.clientCaFile().isPresent()
            ? Optional.of(PemFile.read("tls.client-ca-file", config.clientCaFile().get()))
            : Optional.empty(),
        config.clientRevocationFile().isPresent()
            ? Optional.of(
                PemFile.readLists(
                    "tls.client-revocation-file", config.clientRevocationFile().get()))
            : Optional.empty());
  }

  private void watch() {
    tell("TLS");
    long period = config.reloadPeriod().toMillis();
    var _ = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** For the next connection. */
  public SSLContext context() {
    return current.context();
  }

  /** When the certificate in use, or one of those that signed it, expires. */
  public Instant expiry() {
    return current.expiry();
  }

  /** When the first of the lists of revoked certificates in use expires, where there are any. */
  public Optional<Instant> revocationsExpiry() {
    return current.revocations().map(Revocations::expiry);
  }

  /** How often changed files could not be used. */
  public long failures() {
    return failures.get();
  }

  /** Nothing may leave it: what is thrown here would end the looking for good. */
  private void look() {
    readAgain();
    tellOfExpiredList();
  }

  private void readAgain() {
    try {
      var files = read(config);
      // Contents count, not times: links are turned, and files are put back.
      if (files.contentEquals(tried)) {
        lastProblem = "";
        return;
      }
      tried = files;
      current = TlsIdentity.of(files, clock);
      lastProblem = "";
      tell("TLS: the files have changed");
    } catch (TlsFileException | RuntimeException e) {
      var problem = String.valueOf(e.getMessage());
      if (!problem.equals(lastProblem)) {
        lastProblem = problem;
        failures.incrementAndGet();
        log.warn(
            "{}; what was read before stays in use: the certificate expires {}{}",
            problem,
            current.expiry(),
            revocationsExpiry().map(expiry -> ", the list of revoked ones " + expiry).orElse(""));
      }
    }
  }

  private void tellOfExpiredList() {
    boolean isExpired =
        revocationsExpiry().map(expiry -> !clock.instant().isBefore(expiry)).orElse(false);
    if (isExpired && !toldOfExpiredList) {
      log.error(
          "tls.client-revocation-file: a list has expired; callers with certificates of its"
              + " authority are refused until there is a newer one");
    }
    toldOfExpiredList = isExpired;
  }

  private void tell(String what) {
    log.info("{}: certificate of {}, which expires {}", what, current.subject(), current.expiry());
    current.revocations().ifPresent(this::tell);
  }

  private void tell(Revocations revocations) {
    int count =
        revocations.lists().stream()
            .map(list -> list.getRevokedCertificates())
            .mapToInt(revoked -> revoked == null ? 0 : revoked.size())
            .sum();
    log.info("TLS: {} revoked certificates, until {}", count, revocations.expiry());
    for (var authority : current.authorities()) {
      var name = authority.getSubjectX500Principal();
      if (!revocations.areKnownOf(name, clock.instant())) {
        log.warn(
            "tls.client-revocation-file: no list of {} (expected: one of each authority in"
                + " tls.client-ca-file); callers with its certificates are refused",
            name.getName());
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
