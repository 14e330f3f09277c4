// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;
import org.pluginexecutor.server.files.Durable;

/** Makes and reads key files: a Tink keyset of AES256_GCM keys in JSON. Stateless. */
public final class KeyFiles {
  private static final int MAX_BYTES = 64 << 10;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> GROUP_AND_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private KeyFiles() {}

  /**
   * Makes a key file that only its owner can read, with a new key. It is on the disk when this
   * returns.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something of that name: a key is
   *     never overwritten
   */
  public static void create(Path file) throws IOException {
    var key = TinkKeys.generate(PredefinedAeadParameters.AES256_GCM);
    var bytes = TinkKeys.toJson(key).getBytes(StandardCharsets.UTF_8);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel =
        FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      try {
        var rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
        Durable.syncDirectory(file.toAbsolutePath().resolveSibling(""));
      } catch (IOException e) {
        // Half a key file would be taken for a damaged one later.
        Files.delete(file);
        throw e;
      }
    }
  }

  /** Reads a key file, unless others than its owner could do so too. */
  static Aead read(Path file) throws IOException {
    requireOwnerOnly(file);
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES);
    }
    try {
      return TinkKeys.aead(TinkKeys.fromJson(new String(bytes, StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException _) {
      // The cause stays out: a parser may quote what it could not read.
      throw new IOException(
          "key file: "
              + file
              + ": holds no key (expected: a file that 'plugin-executor store create-key' made)");
    }
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    var mode = Files.getPosixFilePermissions(file);
    var tooWide = EnumSet.copyOf(GROUP_AND_OTHERS);
    tooWide.retainAll(mode);
    if (!tooWide.isEmpty()) {
      throw new IOException(
          "key file: "
              + file
              + ": mode "
              + PosixFilePermissions.toString(mode)
              + " (expected: open to its owner alone; chmod 600 "
              + file
              + ")");
    }
  }
}
