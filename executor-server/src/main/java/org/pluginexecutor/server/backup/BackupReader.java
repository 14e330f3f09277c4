// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.pluginexecutor.server.error.ExecutorError.BackupNotReadable;
import org.pluginexecutor.server.error.ExecutorError.InvalidBackup;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.secret.BrokenSealException;
import org.pluginexecutor.server.secret.WrongKeyException;

/** Checks backup files, which may come from anywhere, and unpacks them. Stateless. */
public final class BackupReader {
  private static final Pattern HEADER =
      Pattern.compile(BackupFormat.PRODUCT + " ([0-9]{1,9})( .*)?");

  private BackupReader() {}

  /**
   * Unpacks a whole backup, or nothing: when it fails, the directory is empty again. The files are
   * not forced to the disk.
   *
   * @param into an empty directory that nobody else uses
   * @param keys opens the key of a sealed backup
   * @throws ExecutorException with {@link InvalidBackup} if it is damaged, cut off, has bytes
   *     behind its end or another format version; with {@link BackupNotReadable} if this server
   *     does not have its key
   * @throws IOException if a disk of this machine fails, or what unwraps the key does
   */
  public static Backup read(Path file, Path into, KeyOpener keys) throws IOException {
    requireEmpty(into);
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, into, keys);
    } catch (IOException | RuntimeException e) {
      clearAfter(e, into);
      throw e;
    }
  }

  private static Backup read(InputStream in, Path into, KeyOpener keys) throws IOException {
    try {
      var digested = new DigestInputStream(in, Digests.sha256());
      return readHeader(digested).equals(BackupFormat.PLAIN)
          ? readPlain(digested, into)
          : readSealed(in, into, keys);
    } catch (EOFException e) {
      throw invalid("cut off (expected: a whole backup)", e);
    } catch (BrokenSealException e) {
      throw invalid("damaged or cut off (expected: the bytes that were written)", e);
    } catch (WrongKeyException e) {
      throw new ExecutorException(
          new BackupNotReadable("encrypted with a key that is not this server's"), e);
    }
  }

  /** Reads the first line and returns its last word. */
  private static String readHeader(InputStream in) throws IOException {
    var line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n' && line.length() < BackupFormat.MAX_HEADER_BYTES) {
      line.append((char) next);
      next = in.read();
    }
    var matcher = HEADER.matcher(line);
    if (next != '\n' || !matcher.matches()) {
      throw EntryUnpacker.invalid("no backup of plugin-executor (expected: a whole backup file)");
    }
    int version = Integer.parseInt(matcher.group(1));
    if (version != BackupFormat.VERSION) {
      throw EntryUnpacker.invalid(
          "format version "
              + version
              + " (expected: "
              + BackupFormat.VERSION
              + "; restore it with the release that made it, or with a later one)");
    }
    for (var kind : new String[] {BackupFormat.PLAIN, BackupFormat.SEALED}) {
      if ((" " + kind).equals(matcher.group(2))) {
        return kind;
      }
    }
    throw EntryUnpacker.invalid(
        "of an unknown kind (expected: "
            + BackupFormat.PLAIN
            + " or "
            + BackupFormat.SEALED
            + " in its first line)");
  }

  private static Backup readPlain(DigestInputStream in, Path into) throws IOException {
    var body = new DataInputStream(in);
    var backup = new EntryUnpacker(body, into).unpack(false);
    var found = in.getMessageDigest().digest();
    var expected = new byte[BackupFormat.DIGEST_BYTES];
    body.readFully(expected);
    if (!MessageDigest.isEqual(found, expected)) {
      throw EntryUnpacker.invalid("damaged (expected: content that fits the digest at its end)");
    }
    requireEnd(body);
    return backup;
  }

  private static Backup readSealed(InputStream in, Path into, KeyOpener keys) throws IOException {
    var front = new DataInputStream(in);
    int length = front.readInt();
    if (length < 1 || length > BackupFormat.MAX_WRAPPED_KEY_BYTES) {
      throw EntryUnpacker.invalid(
          "wrapped key of "
              + Integer.toUnsignedString(length)
              + " B (expected: at most "
              + BackupFormat.MAX_WRAPPED_KEY_BYTES
              + " B)");
    }
    var wrappedKey = new byte[length];
    front.readFully(wrappedKey);
    var cipher = keys.open(wrappedKey);
    // Not closed: it has nothing to give back but the file, which has an owner.
    var body = new DataInputStream(cipher.opening(in, BackupFormat.context(wrappedKey)));
    var backup = new EntryUnpacker(body, into).unpack(true);
    // Only who reads to the end knows that the seal is whole.
    requireEnd(body);
    return backup;
  }

  private static void requireEnd(InputStream body) throws IOException {
    if (body.read() >= 0) {
      throw EntryUnpacker.invalid("bytes behind its end (expected: none)");
    }
  }

  private static void requireEmpty(Path into) throws IOException {
    try (var entries = Files.newDirectoryStream(into)) {
      if (entries.iterator().hasNext()) {
        throw new IllegalArgumentException("directory to unpack into: not empty (expected: empty)");
      }
    }
  }

  private static void clearAfter(Exception failure, Path into) {
    try (var entries = Files.newDirectoryStream(into)) {
      for (var entry : entries) {
        TreeRemover.remove(entry);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static ExecutorException invalid(String found, IOException cause) {
    return new ExecutorException(new InvalidBackup(found), cause);
  }
}
