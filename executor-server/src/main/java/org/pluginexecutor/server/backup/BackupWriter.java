// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.secret.StoreCipher;

/**
 * Writes a backup file, entry by entry. Confined to one thread. It owns the stream that it writes
 * to. What was not finished is a backup that is cut off, and no reader takes it.
 */
public final class BackupWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private enum State {
    OPEN,
    /** Something is written just now; it stays like this when that fails. */
    WRITING,
    FINISHED
  }

  private final OutputStream out;
  private final OutputStream buffered;
  private final DataOutputStream body;
  private final Optional<MessageDigest> digest;
  private final EntryNames names = new EntryNames();
  private State state = State.OPEN;

  private BackupWriter(
      OutputStream out,
      OutputStream buffered,
      DataOutputStream body,
      Optional<MessageDigest> digest) {
    this.out = out;
    this.buffered = buffered;
    this.body = body;
    this.digest = digest;
  }

  /**
   * Begins a backup.
   *
   * @param out where it goes, buffered here; closed by {@link #close}, and at once if this fails
   * @param createTime from when it is, as its reader will say
   * @param cipher seals the entries, if it encrypts
   * @param wrappedKey the key of the cipher as it is stored; present just when the cipher encrypts
   */
  public static BackupWriter open(
      OutputStream out, Instant createTime, StoreCipher cipher, Optional<byte[]> wrappedKey)
      throws IOException {
    try {
      var writer = begin(out, cipher, wrappedKey);
      writer.body.writeLong(createTime.getEpochSecond());
      writer.body.writeInt(createTime.getNano());
      return writer;
    } catch (IOException | RuntimeException e) {
      closeAfter(e, out);
      throw e;
    }
  }

  /** Adds an entry from memory. */
  public void add(String name, byte[] content) throws IOException {
    begin(name, content.length);
    body.write(content);
    state = State.OPEN;
  }

  /**
   * Adds the content of a file, which nobody may change meanwhile.
   *
   * @throws IOException also if somebody does so
   */
  public void add(String name, Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      long size = Files.size(file);
      begin(name, size);
      var buffer = new byte[BUFFER_BYTES];
      long rest = size;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        rest -= read;
        if (rest < 0) {
          break;
        }
        body.write(buffer, 0, read);
      }
      if (rest != 0) {
        throw new IOException("entry: " + name + ": its file was changed while it was read");
      }
    }
    state = State.OPEN;
  }

  /** Ends the backup. All of it has gone to the stream then, which is flushed, but still open. */
  public void finish() throws IOException {
    requireOpen();
    state = State.WRITING;
    body.writeShort(BackupFormat.END);
    // Closing a sealed body ends it; what is below stays open.
    body.close();
    if (digest.isPresent()) {
      buffered.write(digest.get().digest());
    }
    buffered.flush();
    state = State.FINISHED;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static BackupWriter begin(
      OutputStream out, StoreCipher cipher, Optional<byte[]> wrappedKey) throws IOException {
    if (cipher.isEncrypting() != wrappedKey.isPresent()) {
      throw new IllegalArgumentException(
          "wrapped key: "
              + wrappedKey.isPresent()
              + " (expected: just with a cipher that encrypts)");
    }
    var buffered = new KeepOpen(new BufferedOutputStream(out, BUFFER_BYTES));
    var digest = Digests.sha256();
    var digested = new DataOutputStream(new DigestOutputStream(buffered, digest));
    digested.write(BackupFormat.header(cipher.isEncrypting()));
    if (wrappedKey.isEmpty()) {
      return new BackupWriter(out, buffered, digested, Optional.of(digest));
    }
    var key = wrappedKey.get();
    if (key.length > BackupFormat.MAX_WRAPPED_KEY_BYTES) {
      throw new IllegalArgumentException(
          "wrapped key: "
              + key.length
              + " B (expected: at most "
              + BackupFormat.MAX_WRAPPED_KEY_BYTES
              + " B)");
    }
    digested.writeInt(key.length);
    digested.write(key);
    var body = new DataOutputStream(cipher.sealing(buffered, BackupFormat.context(key)));
    return new BackupWriter(out, buffered, body, Optional.empty());
  }

  /** Writes what stands in front of an entry's content. */
  private void begin(String name, long size) throws IOException {
    requireOpen();
    if (size > BackupFormat.MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "entry: "
              + name
              + ": "
              + size
              + " B (expected: at most "
              + BackupFormat.MAX_ENTRY_BYTES
              + " B)");
    }
    names
        .add(name)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
    state = State.WRITING;
    body.writeShort(name.length());
    body.write(name.getBytes(StandardCharsets.US_ASCII));
    body.writeLong(size);
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("backup: finished, or broken by a failure");
    }
  }

  private static void closeAfter(Exception failure, OutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
