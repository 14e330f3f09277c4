// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Wraps the store's key with the key in a file. Immutable. */
final class FileKeyEncryption implements KeyEncryption {
  /** So that nothing else that the key may have encrypted is taken for a wrapped store key. */
  private static final byte[] CONTEXT =
      "plugin-executor-store-key".getBytes(StandardCharsets.UTF_8);

  private final Path keyFile;

  FileKeyEncryption(Path keyFile) {
    this.keyFile = keyFile;
  }

  @Override
  public byte[] wrap(byte[] key) throws IOException {
    var aead = KeyFiles.read(keyFile);
    try {
      return aead.encrypt(key, CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a short text can be encrypted", e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped) throws IOException {
    var aead = KeyFiles.read(keyFile);
    try {
      return aead.decrypt(wrapped, CONTEXT);
    } catch (GeneralSecurityException _) {
      throw new WrongKeyException(
          "key file: holds another key (expected: the one that the store's key was wrapped with)");
    }
  }

  @Override
  public String toString() {
    return "KeyEncryption[by file]";
  }
}
