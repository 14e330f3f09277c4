// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.regex.Pattern;

/**
 * Signatures of packages: Ed25519 over a short text with the digest of the zip, so that nobody
 * needs the zip in memory and openssl can sign as well. Stateless.
 */
public final class PackageSignature {
  /** Length of a signature in bytes. */
  public static final int BYTES = 64;

  static final String ALGORITHM = "Ed25519";

  /** The first line keeps a signature from meaning anything elsewhere; its number is a version. */
  private static final String FIRST_LINE = "plugin-executor-package 1\n";

  private static final String DIGEST_PREFIX = "sha256:";
  private static final Pattern DIGEST = Pattern.compile(DIGEST_PREFIX + "[0-9a-f]{64}");

  private PackageSignature() {}

  /** Makes a key for signing. */
  public static KeyPair newKeyPair() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  /**
   * Signs a package.
   *
   * @throws IllegalArgumentException if the digest is none, or the key is not for Ed25519
   */
  public static byte[] sign(String digest, PrivateKey key) {
    if (!isDigest(digest)) {
      throw new IllegalArgumentException(
          "digest: " + digest + " (expected: sha256: and 64 hexadecimal digits in lower case)");
    }
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text(digest));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "key: for " + key.getAlgorithm() + " (expected: a private key for Ed25519)", e);
    }
  }

  /** Whether the signature is by the owner of this key, and for this digest. */
  public static boolean isBy(PublicKey key, String digest, byte[] signature) {
    if (!isDigest(digest) || signature.length != BYTES) {
      return false;
    }
    try {
      var check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(text(digest));
      return check.verify(signature);
    } catch (GeneralSecurityException _) {
      // No signature at all, or a key of another kind: neither vouches for anything.
      return false;
    }
  }

  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  private static byte[] text(String digest) {
    return (FIRST_LINE + digest + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
