// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pluginexecutor.server.secret.StoreCipher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the services file says now: whether it has changed is looked up at every question. A change
 * that cannot be used is logged, and what the file said before goes on to hold: a slip must not
 * lock everybody out. Thread-safe.
 */
public final class ServicesFile {
  private static final Logger log = LoggerFactory.getLogger(ServicesFile.class);
  private static final int MAX_BYTES = 4 << 20;
  private static final String STAMP = "unix:dev,ino,size,mode,uid,lastModifiedTime,ctime";

  /** A change that follows the one before this fast may leave the same times in the file system. */
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;
  private final StoreCipher cipher;
  private final InstantSource clock;
  private volatile Content content;

  @GuardedBy("this")
  private String lastProblem = "";

  /**
   * What was found.
   *
   * @param isSettled whether an equal stamp later means that nothing has changed
   */
  private record Content(Map<String, Object> stamp, boolean isSettled, ServiceEntries entries) {
    boolean isCurrent(Map<String, Object> now) {
      return isSettled && stamp.equals(now);
    }
  }

  private ServicesFile(Path file, StoreCipher cipher, InstantSource clock, Content content) {
    this.file = file;
    this.cipher = cipher;
    this.clock = clock;
    this.content = content;
  }

  /**
   * Reads the file.
   *
   * @param cipher what secrets in it are sealed with
   * @throws ServicesFileException if it cannot be used
   */
  static ServicesFile open(Path file, StoreCipher cipher, InstantSource clock) throws IOException {
    return new ServicesFile(file, cipher, clock, read(file, cipher, clock));
  }

  /**
   * Looks whether a file can be used, but for its seals, which take the store's key.
   *
   * @throws ServicesFileException if it cannot
   */
  public static void check(Path file) throws IOException {
    var _ = entries(file, StoreCipher.none(), false);
  }

  /** What it says, or said when it could be used last. */
  ServiceEntries entries() {
    var known = content;
    return (known.isCurrent(stamp(file)) ? known : readAgain()).entries();
  }

  private synchronized Content readAgain() {
    var former = content;
    if (former.isCurrent(stamp(file))) {
      return former;
    }
    try {
      var found = read(file, cipher, clock);
      if (!lastProblem.isEmpty() || !found.stamp().equals(former.stamp())) {
        log.info("{}: read again", file);
      }
      lastProblem = "";
      content = found;
      return found;
    } catch (IOException e) {
      var problem = String.valueOf(e.getMessage());
      if (!problem.equals(lastProblem)) {
        log.error("the services file cannot be used; what it said before goes on: {}", problem);
        lastProblem = problem;
      }
      return former;
    }
  }

  private static Content read(Path file, StoreCipher cipher, InstantSource clock)
      throws IOException {
    var now = clock.instant();
    // Taken first: a file that comes in between is then read once more, not missed.
    var stamp = stamp(file);
    boolean isSettled =
        stamp.get("ctime") instanceof FileTime changed
            && changed.toInstant().isBefore(now.minus(SETTLING));
    return new Content(stamp, isSettled, entries(file, cipher, true));
  }

  private static ServiceEntries entries(Path file, StoreCipher cipher, boolean checksSeals)
      throws IOException {
    var errors = new ServiceErrors(file.toString());
    var reader = new ServiceReader(cipher, checksSeals, errors);
    var entries = reader.read(text(file));
    if (!reader.plainSecrets().isEmpty() && !isOwnersOnly(file)) {
      var node = reader.plainSecrets().getFirst().node();
      errors.add(
          ServiceYaml.line(node),
          "",
          "a secret that others can read",
          "secrets sealed by 'plugin-executor store seal', or a file of mode 0600");
    }
    errors.requireNone();
    return entries;
  }

  private static boolean isOwnersOnly(Path file) throws IOException {
    return OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
  }

  /** The whole text of a services file. */
  static String text(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe would make whoever reads it wait.
      throw wrong(file, "not a regular file", "a YAML file");
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException _) {
      throw wrong(file, "no such file", "a YAML file");
    } catch (FileSystemException _) {
      throw wrong(file, "not readable", "a file that the server's user may read");
    }
    if (bytes.length > MAX_BYTES) {
      throw wrong(file, "too large", "at most " + MAX_BYTES + " B");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw wrong(file, "not UTF-8", "text in UTF-8");
    }
  }

  private static ServicesFileException wrong(Path file, String found, String expected) {
    return new ServicesFileException(
        List.of(file + ": " + found + " (expected: " + expected + ")"));
  }

  private static Map<String, Object> stamp(Path file) {
    try {
      return Files.readAttributes(file, STAMP);
    } catch (IOException _) {
      // Reading the file says why.
      return Map.of();
    }
  }
}
