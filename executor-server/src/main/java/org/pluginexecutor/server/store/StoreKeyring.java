// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.backup.KeyOpener;
import org.pluginexecutor.server.files.Durable;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.secret.StoreKeys;

/**
 * The store's keys, which lie wrapped beside what they protect. Immutable.
 *
 * @param keys absent: the store is not encrypted
 */
record StoreKeyring(Optional<KeyEncryption> encryption, @Nullable StoreKeys keys) {

  /**
   * Reads the keys, or makes them for a store that is to be encrypted from now on.
   *
   * @throws IOException if there is no way to read them
   */
  static StoreKeyring open(DataDirectory directory, Optional<KeyEncryption> encryption)
      throws IOException {
    if (Files.exists(directory.wrappedKey())) {
      if (encryption.isEmpty()) {
        throw new IOException(
            "the store is encrypted (expected: its key, by serve --store-key-file or"
                + " --store-key-command)");
      }
      return read(directory, encryption.get());
    }
    if (encryption.isEmpty() || directory.isReadOnly()) {
      return new StoreKeyring(encryption, null);
    }
    return directory.exclusively(() -> {
      // Another server may have been faster.
      if (!Files.exists(directory.wrappedKey())) {
        if (ConfigurationFiles.hasSealed(directory.configurations())) {
          throw new IOException(
              "the store is encrypted, but its key is gone (expected: the file store-key in the"
                  + " data directory; put it back)");
        }
        var keys = StoreKeys.generate(encryption.get());
        var aside = directory.newStagingFile("store-key");
        Durable.write(aside, keys.wrapped());
        Durable.move(aside, directory.wrappedKey());
        Files.delete(aside.getParent());
      }
      return read(directory, encryption.get());
    });
  }

  private static StoreKeyring read(DataDirectory directory, KeyEncryption encryption)
      throws IOException {
    var wrapped = Files.readAllBytes(directory.wrappedKey());
    return new StoreKeyring(Optional.of(encryption), StoreKeys.read(wrapped, encryption));
  }

  /** The cipher of the wrapped keys in a file. */
  static StoreCipher cipherOf(Path wrappedKey, KeyEncryption encryption) throws IOException {
    if (!Files.exists(wrappedKey)) {
      throw new IOException(
          "the store has no key yet (expected: a data directory that a server with this key was"
              + " started on once)");
    }
    return StoreKeys.read(Files.readAllBytes(wrappedKey), encryption).cipher();
  }

  StoreCipher cipher() {
    return keys == null ? StoreCipher.none() : keys.cipher();
  }

  Optional<byte[]> wrapped() {
    return Optional.ofNullable(keys).map(StoreKeys::wrapped);
  }

  /**
   * Opens things that another store sealed, if its key was encrypted the same way.
   *
   * @throws org.pluginexecutor.server.secret.WrongKeyException if it was not
   */
  StoreCipher cipherOf(byte[] wrapped) throws IOException {
    return encryption.isEmpty()
        ? KeyOpener.none().open(wrapped)
        : KeyOpener.of(encryption.get()).open(wrapped);
  }

  @Override
  public String toString() {
    return "StoreKeyring[" + (keys == null ? "not encrypted" : "encrypted") + "]";
  }
}
