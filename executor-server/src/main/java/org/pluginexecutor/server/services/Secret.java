// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.pluginexecutor.server.secret.BrokenSealException;
import org.pluginexecutor.server.secret.StoreCipher;

/**
 * A secret of the services file, which stays sealed until a plugin asks for it. Thread-safe.
 *
 * @param written as it stands in the file: the secret itself, or sealed
 * @param context where it stands: sealed for one place, it opens at no other
 */
record Secret(String written, String context, StoreCipher cipher) {
  /** What sealed secrets begin with. */
  static final String SEALED = "sealed:";

  /** Where a secret stands, from the section down to its key. */
  static String context(List<String> path) {
    return "services\0" + String.join("\0", path);
  }

  boolean isSealed() {
    return written.startsWith(SEALED);
  }

  /** Seals a text for a place in the file. */
  static String seal(String text, String context, StoreCipher cipher) {
    var sealed = cipher.seal(text.getBytes(StandardCharsets.UTF_8), context);
    return SEALED + Base64.getEncoder().encodeToString(sealed);
  }

  /**
   * The secret itself.
   *
   * @throws IOException if it cannot be opened; the message says why, without the secret
   */
  String reveal() throws IOException {
    if (!isSealed()) {
      return written;
    }
    if (!cipher.isEncrypting()) {
      throw new IOException(
          "sealed, and this server has no key (expected: store.key-file or store.key-command)");
    }
    try {
      var bytes = Base64.getDecoder().decode(written.substring(SEALED.length()));
      return new String(cipher.open(bytes, context), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException | BrokenSealException e) {
      throw new IOException(
          "cannot be opened (expected: sealed with this store's key, for this very place)", e);
    }
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
