// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.audit;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.audit.AuditEntry.Result;
import org.pluginexecutor.server.files.Durable;

/**
 * The audit log: a file to which lines of JSON are only ever added. It is opened anew for each, so
 * that it can be put aside under another name. Not thread-safe for writing: the store's lock guards
 * it against other threads and other servers.
 */
public final class AuditLog {
  /** Longest line that is read; what callers can put into one is far shorter. */
  private static final int MAX_LINE_BYTES = 16 << 10;

  /** So many entries at the end tell how far the log goes. */
  private static final int LATEST = 32;

  private static final int BLOCK_BYTES = 64 << 10;

  /** In place of a result; no entry has it. */
  private static final String BEGUN = "BEGUN";

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Path file;

  public AuditLog(Path file) {
    this.file = file;
  }

  private record Line(
      @Nullable String time,
      @Nullable String caller,
      @Nullable String address,
      @Nullable String action,
      @Nullable String subject,
      @Nullable String digest,
      @Nullable String result,
      @Nullable String reason,
      long generation) {}

  /** Adds an entry, which is on the disk when this returns. */
  public void append(AuditEntry entry) throws IOException {
    append(List.of(entry));
  }

  /** Adds entries, all of which are on the disk when this returns. */
  public void append(List<AuditEntry> entries) throws IOException {
    write(entries.stream().map(entry -> line(entry, entry.result().name())).toList());
  }

  /**
   * Adds a note that a change begins, which is on the disk when this returns. It is for who reads
   * the file: an entry is what follows it.
   */
  public void begin(AuditEntry change) throws IOException {
    write(List.of(line(change, BEGUN)));
  }

  private static String line(AuditEntry entry, String result) {
    return GSON.toJson(
        new Line(
            entry.time().toString(),
            entry.caller().name(),
            entry.caller().address(),
            entry.action(),
            entry.subject(),
            entry.digest(),
            result,
            entry.reason(),
            entry.generation()));
  }

  private void write(List<String> lines) throws IOException {
    // A line that was cut off, by a full disk or a loss of power, ends here.
    var start = endsInTheMiddleOfALine() ? "\n" : "";
    var text = start + String.join("\n", lines) + "\n";
    Durable.append(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private boolean endsInTheMiddleOfALine() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() == 0) {
        return false;
      }
      in.seek(in.length() - 1);
      return in.read() != '\n';
    }
  }

  /**
   * Entries, the latest first.
   *
   * @param entries at most as many as were asked for
   * @param older where the next ones begin; absent when there are none
   */
  public record Page(List<AuditEntry> entries, Optional<Long> older) {}

  /**
   * The latest generation that the log knows; 0 when it knows none. A log that was just put aside
   * under another name counts, or the next one would begin with an entry that is there already.
   */
  public long latestGeneration() throws IOException {
    boolean isEmpty = !Files.exists(file) || Files.size(file) == 0;
    var last = isEmpty ? putAside() : Optional.of(file);
    return last.isEmpty()
        ? 0
        // Entries that had to wait may stand behind later ones.
        : page(last.get(), LATEST, Optional.empty()).entries().stream()
            .mapToLong(AuditEntry::generation)
            .max()
            .orElse(0);
  }

  private Optional<Path> putAside() throws IOException {
    try (var files =
        Files.newDirectoryStream(file.resolveSibling("."), file.getFileName() + "[.-]*")) {
      Optional<Path> latest = Optional.empty();
      for (var other : files) {
        if (latest.isEmpty()
            || Files.getLastModifiedTime(other).compareTo(Files.getLastModifiedTime(latest.get()))
                > 0) {
          latest = Optional.of(other);
        }
      }
      return latest;
    }
  }

  /**
   * Reads entries, the latest first. Lines that are damaged are left out.
   *
   * @param before as {@link Page#older} says; absent: from the end
   */
  public Page page(int size, Optional<Long> before) throws IOException {
    return page(file, size, before);
  }

  private static Page page(Path file, int size, Optional<Long> before) throws IOException {
    if (!Files.exists(file)) {
      return new Page(List.of(), Optional.empty());
    }
    var entries = new ArrayList<AuditEntry>();
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      var lines = new BackwardLines(in, Math.min(before.orElse(in.length()), in.length()));
      while (entries.size() < size) {
        var line = lines.previous();
        if (line == null) {
          return new Page(entries, Optional.empty());
        }
        parse(line).ifPresent(entries::add);
      }
      return new Page(
          entries, lines.position() > 0 ? Optional.of(lines.position()) : Optional.empty());
    }
  }

  private static Optional<AuditEntry> parse(String text) {
    try {
      var line = GSON.fromJson(text, Line.class);
      if (line == null || line.time() == null || line.result() == null) {
        return Optional.empty();
      }
      return Optional.of(
          new AuditEntry(
              Instant.parse(line.time()),
              new Caller(orEmpty(line.caller()), orEmpty(line.address())),
              orEmpty(line.action()),
              orEmpty(line.subject()),
              orEmpty(line.digest()),
              Result.valueOf(line.result()),
              orEmpty(line.reason()),
              line.generation()));
    } catch (JsonParseException | DateTimeException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Reads the lines of a file from its end to its beginning. Confined to one thread. */
  private static final class BackwardLines {
    private final RandomAccessFile in;

    /** Start of the line that was read last. */
    private long position;

    /** What was read of the file before that, and where it begins. */
    private byte[] block = new byte[0];

    private long blockStart;

    BackwardLines(RandomAccessFile in, long end) {
      this.in = in;
      this.position = end;
      this.blockStart = end;
    }

    long position() {
      return position;
    }

    @Nullable String previous() throws IOException {
      if (position == 0) {
        return null;
      }
      // The last line may lack its line end, when the disk was full just there.
      long end = at(position - 1) == '\n' ? position - 1 : position;
      long start = end;
      while (start > 0 && at(start - 1) != '\n') {
        start--;
      }
      position = start;
      return end - start > MAX_LINE_BYTES ? "" : text(start, end);
    }

    private byte at(long offset) throws IOException {
      if (offset < blockStart || offset >= blockStart + block.length) {
        blockStart = Math.max(0, offset + 1 - BLOCK_BYTES);
        block = new byte[(int) (offset + 1 - blockStart)];
        in.seek(blockStart);
        in.readFully(block);
      }
      return block[(int) (offset - blockStart)];
    }

    private String text(long start, long end) throws IOException {
      var bytes = new byte[(int) (end - start)];
      in.seek(start);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
