// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.pluginexecutor.server.files.Durable;
import org.pluginexecutor.server.files.WatchedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that a server makes for callers of its own user on its own machine, so that nobody has
 * to switch anything off to begin. It is kept over starts; servers that share a data directory
 * share it. Thread-safe.
 *
 * @param file where it lies; only the server's user can read it
 * @param digest its digest; absent while the file is gone
 */
record LocalToken(Path file, WatchedFile<String> digest) {
  private static final Logger log = LoggerFactory.getLogger(LocalToken.class);

  /** Clients know it by this name, in the data directory. */
  private static final String NAME = "token";

  private static final Path SELF = Path.of("/proc/self");
  private static final int GROUP_AND_OTHERS = 0077;

  /**
   * Reads it, and makes it first where there is none.
   *
   * @return absent where the data directory has none and may not be written
   * @throws IOException if others could have read or written it, or it cannot be made
   */
  static Optional<LocalToken> open(Path dataDirectory, InstantSource clock) throws IOException {
    var file = dataDirectory.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isWritable(dataDirectory)) {
        log.warn("{}: cannot be made, as its directory is not writable; nobody has it", file);
        return Optional.empty();
      }
      make(file);
    }
    return Optional.of(
        new LocalToken(
            file,
            WatchedFile.open(
                file,
                new WatchedFile.Use(false, AccessPolicy.WHILE_BROKEN),
                text -> {
                  requirePrivate(file);
                  return digestOf(text);
                },
                clock)));
  }

  /**
   * Another server may do so at the same time, and nobody may see half of it. A link is made only
   * where the name is free, and a symbolic link is not followed.
   */
  private static void make(Path file) throws IOException {
    var aside = file.resolveSibling("." + NAME + "-" + UUID.randomUUID());
    try {
      Durable.write(aside, (Tokens.create() + "\n").getBytes(StandardCharsets.UTF_8));
      Files.createLink(file, aside);
    } catch (FileAlreadyExistsException e) {
      log.debug("another server made the token", e);
    } finally {
      Files.deleteIfExists(aside);
    }
    Durable.syncDirectory(file.resolveSibling("."));
  }

  private static void requirePrivate(Path file) throws IOException {
    var found = Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    boolean isPrivate =
        Objects.equals(found.get("uid"), Files.getAttribute(SELF, "unix:uid"))
            && ((int) Objects.requireNonNull(found.get("mode")) & GROUP_AND_OTHERS) == 0;
    if (!isPrivate) {
      throw new IOException(
          "token: others than the server's user could have read it (expected: a file of that user"
              + " with mode 0600; remove it, and the next start makes another)");
    }
  }

  private static String digestOf(String text) throws IOException {
    var token = text.strip();
    if (!Tokens.isToken(token)) {
      throw new IOException(
          "token: malformed (expected: one that a server made; remove the file, and the next start"
              + " makes another)");
    }
    return Tokens.digestOf(token);
  }
}
