// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a small text file of the operator's says now: whether it has changed is looked up at every
 * question, so that what is taken out of it holds from the next call on. A file that has become
 * unreadable or malformed says nothing. Thread-safe.
 */
public final class WatchedFile<T> {
  private static final Logger log = LoggerFactory.getLogger(WatchedFile.class);
  private static final int MAX_BYTES = 1 << 20;
  private static final String STAMP = "unix:dev,ino,size,mode,uid,lastModifiedTime,ctime";

  /** A change that follows the one before this fast may leave the same times in the file system. */
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final Path file;
  private final Use use;
  private final Set<OpenOption> options;
  private final LinkOption[] links;
  private final Parser<T> parser;
  private final InstantSource clock;
  private volatile Content<T> content;

  /** Makes something of the text. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Reads a text.
     *
     * @throws IOException if it is malformed; the message says where
     */
    T parse(String text) throws IOException;
  }

  /**
   * What the file is good for.
   *
   * @param followLinks whether its name may be that of a symbolic link
   * @param whileBroken what comes of it while it says nothing, for the log
   */
  public record Use(boolean followLinks, String whileBroken) {}

  /**
   * What was found.
   *
   * @param stamp identity, size and times of the file; empty: it was not to be had
   * @param settled whether an equal stamp later means that nothing has changed
   * @param problem why there is no value
   */
  private record Content<T>(
      Map<String, Object> stamp, boolean settled, Optional<T> value, Optional<String> problem) {
    boolean isCurrent(Map<String, Object> now) {
      return settled && stamp.equals(now);
    }
  }

  private WatchedFile(Path file, Use use, Parser<T> parser, InstantSource clock) {
    this.file = file;
    this.use = use;
    this.options =
        use.followLinks()
            ? Set.of(StandardOpenOption.READ)
            : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    this.links =
        use.followLinks() ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    this.parser = parser;
    this.clock = clock;
    this.content = read();
  }

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be read or is malformed; the message names it
   */
  public static <T> WatchedFile<T> open(Path file, Use use, Parser<T> parser, InstantSource clock)
      throws IOException {
    var watched = new WatchedFile<>(file, use, parser, clock);
    var problem = watched.content.problem();
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    return watched;
  }

  /** What it says; absent while it cannot be read. */
  public Optional<T> value() {
    var known = content;
    return (known.isCurrent(stamp()) ? known : readAgain()).value();
  }

  private synchronized Content<T> readAgain() {
    var former = content;
    if (former.isCurrent(stamp())) {
      return former;
    }
    var found = read();
    if (!found.problem().equals(former.problem())) {
      found
          .problem()
          .ifPresentOrElse(
              problem -> log.error("{} until it is mended: {}", use.whileBroken(), problem),
              () -> log.info("{} is in order again", file));
    } else if (!found.value().equals(former.value())) {
      log.info("{} has changed", file);
    }
    content = found;
    return found;
  }

  private Content<T> read() {
    Instant now = clock.instant();
    var stamp = stamp();
    String text;
    try {
      text = text();
    } catch (IOException e) {
      // Not settled: what keeps a file from being read may pass and leave the file as it was.
      return new Content<>(stamp, false, Optional.empty(), Optional.of(sentence(e)));
    }
    boolean settled = isSettled(stamp, now);
    try {
      return new Content<>(stamp, settled, Optional.of(parser.parse(text)), Optional.empty());
    } catch (IOException e) {
      return new Content<>(
          stamp, settled, Optional.empty(), Optional.of(file + ", " + e.getMessage()));
    }
  }

  private String text() throws IOException {
    if (Files.exists(file, links) && !Files.isRegularFile(file, links)) {
      // A pipe would make whoever reads it wait.
      throw new IOException("not a regular file");
    }
    byte[] bytes;
    try (var channel = Files.newByteChannel(file, options);
        var in = Channels.newInputStream(channel)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("too large (expected: at most " + MAX_BYTES + " B)");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("not UTF-8 (expected: a text)", e);
    }
  }

  private String sentence(IOException e) {
    return file
        + ": "
        + switch (e) {
          case NoSuchFileException _ -> "no such file";
          case FileSystemException f -> "cannot be read (" + f + ")";
          default -> String.valueOf(e.getMessage());
        };
  }

  private Map<String, Object> stamp() {
    try {
      return Files.readAttributes(file, STAMP, links);
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
}
