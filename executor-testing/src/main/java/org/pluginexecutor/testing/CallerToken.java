// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What one container knows its tests by: a random token, of which the container gets the digest
 * alone. Immutable.
 *
 * @param text the secret
 */
record CallerToken(String text) {
  private static final int RANDOM_BYTES = 32;

  static CallerToken create() {
    var bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new CallerToken("pex_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The line for the server's list of callers. */
  String line(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return name + " invoke,manage,observe sha256:" + HexFormat.of().formatHex(digest) + "\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The secret is left out. */
  @Override
  public String toString() {
    return "CallerToken[***]";
  }
}
