// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.pluginexecutor.server.files.Digests;

/**
 * Tokens and their digests. A token is 256 random bits, so nobody can try all of them and one round
 * of SHA-256 hides it: slow hashes are for passwords, which people choose. Stateless.
 */
public final class Tokens {
  /** Tells people and secret scanners what it is. */
  private static final String PREFIX = "pex_";

  private static final int RANDOM_BYTES = 32;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
  private static final Pattern DIGEST_FORM = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  /** A new one. */
  public static String create() {
    var bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What stands for it in a list of callers: the digest of its characters. */
  public static String digestOf(String token) {
    return Digests.of(token.getBytes(StandardCharsets.UTF_8));
  }

  static boolean isToken(String text) {
    return FORM.matcher(text).matches();
  }

  static boolean isDigest(String text) {
    return DIGEST_FORM.matcher(text).matches();
  }

  /** Whether two digests are the same; takes as long when they differ in their first digit. */
  static boolean areSame(String digest, String other) {
    return MessageDigest.isEqual(
        digest.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
