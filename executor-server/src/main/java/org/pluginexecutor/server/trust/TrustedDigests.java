// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's list of trusted digests. Whether its file has changed is looked up at every
 * question. A list that has become unreadable or malformed trusts nothing. Thread-safe.
 */
final class TrustedDigests {
  private static final Logger log = LoggerFactory.getLogger(TrustedDigests.class);
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_SHOWN = 80;
  private static final String STAMP = "unix:dev,ino,size,lastModifiedTime,ctime";

  /** A change that follows the one before this fast may leave the same times in the file system. */
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final Path file;
  private final InstantSource clock;
  private volatile Listing listing;

  /**
   * What was found in the file.
   *
   * @param stamp identity, size and times of the file; empty: it was not to be had
   * @param settled whether an equal stamp later means that nothing has changed
   * @param problem why the list trusts nothing
   */
  private record Listing(
      Map<String, Object> stamp, boolean settled, Set<String> digests, Optional<String> problem) {
    boolean isCurrent(Map<String, Object> now) {
      return settled && stamp.equals(now);
    }
  }

  private TrustedDigests(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.listing = read();
  }

  /**
   * Reads the list.
   *
   * @throws IOException if it cannot be read or is malformed; the message names file and line
   */
  static TrustedDigests open(Path file, InstantSource clock) throws IOException {
    var digests = new TrustedDigests(file, clock);
    var problem = digests.listing.problem();
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    return digests;
  }

  boolean contains(String digest) {
    var known = listing;
    return (known.isCurrent(stamp()) ? known : readAgain()).digests().contains(digest);
  }

  private synchronized Listing readAgain() {
    var former = listing;
    if (former.isCurrent(stamp())) {
      return former;
    }
    var found = read();
    if (!found.problem().equals(former.problem())) {
      found
          .problem()
          .ifPresentOrElse(
              problem ->
                  log.error(
                      "the list of trusted digests trusts nothing until it is mended: {}", problem),
              () -> log.info("the list of trusted digests is in order again"));
    } else if (!found.digests().equals(former.digests())) {
      log.info("the list of trusted digests has changed: {} entries", found.digests().size());
    }
    listing = found;
    return found;
  }

  private Listing read() {
    Instant now = clock.instant();
    var stamp = stamp();
    String text;
    try {
      text = SmallFile.read(file, MAX_BYTES);
    } catch (IOException e) {
      // Not settled: what keeps a file from being read may pass and leave the file as it was.
      return new Listing(stamp, false, Set.of(), Optional.of(String.valueOf(e.getMessage())));
    }
    boolean settled = isSettled(stamp, now);
    try {
      return new Listing(stamp, settled, parse(text), Optional.empty());
    } catch (IOException e) {
      return new Listing(stamp, settled, Set.of(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private Map<String, Object> stamp() {
    try {
      return Files.readAttributes(file, STAMP);
    } catch (IOException _) {
      // Reading the file says why.
      return Map.of();
    }
  }

  private static boolean isSettled(Map<String, Object> stamp, Instant now) {
    if (stamp.isEmpty()) {
      return false;
    }
    var changed = (FileTime) Objects.requireNonNull(stamp.get("ctime"));
    return changed.toInstant().isBefore(now.minus(SETTLING));
  }

  private Set<String> parse(String text) throws IOException {
    var digests = new HashSet<String>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      int comment = line.indexOf('#');
      var entry = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (entry.isEmpty()) {
        continue;
      }
      if (!PackageSignature.isDigest(entry)) {
        throw new IOException(
            file
                + ", line "
                + number
                + ": "
                + VisibleText.of(entry, MAX_SHOWN)
                + " (expected: sha256: and 64 hexadecimal digits in lower case)");
      }
      digests.add(entry);
    }
    return Set.copyOf(digests);
  }
}
