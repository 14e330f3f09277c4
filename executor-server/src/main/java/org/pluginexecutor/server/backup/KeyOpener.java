// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import java.io.IOException;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.secret.StoreKeys;
import org.pluginexecutor.server.secret.WrongKeyException;

/** Opens the wrapped key that a sealed backup carries. Implementations are thread-safe. */
@FunctionalInterface
public interface KeyOpener {

  /**
   * Unwraps a key.
   *
   * @throws WrongKeyException if this server has no key, or another one
   * @throws org.pluginexecutor.server.secret.BrokenSealException if the wrapped key is damaged
   * @throws IOException if the key file cannot be used, or the command fails
   */
  StoreCipher open(byte[] wrappedKey) throws IOException;

  /** For a server that has a key. */
  static KeyOpener of(KeyEncryption encryption) {
    return wrappedKey -> StoreKeys.read(wrappedKey, encryption).cipher();
  }

  /** For a server without a key: sealed backups stay closed. */
  static KeyOpener none() {
    return _ -> {
      throw new WrongKeyException("no key");
    };
  }
}
