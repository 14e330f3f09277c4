// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keys for Ed25519 as openssl reads and writes them: PKCS#8 and SubjectPublicKeyInfo, in PEM.
 * Stateless.
 */
public final class PemKeys {
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final int MAX_BYTES = 16 << 10;
  private static final int LINE_LENGTH = 64;
  private static final Pattern BEGIN = Pattern.compile("(?m)^-----BEGIN ");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?ms)^-----BEGIN ([A-Z0-9 ]+)-----[ \\t\\r]*$(.*?)^-----END \\1-----[ \\t\\r]*$");

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

  /** Kinds to look for in a key that is not what it has to be, to name it. */
  private static final List<String> OTHER_KINDS =
      List.of("RSA", "EC", "DSA", "Ed448", "X25519", "X448", "DH", "RSASSA-PSS");

  private PemKeys() {}

  private record Block(String label, String content) {}

  /** Makes a key of its encoded form. */
  @FunctionalInterface
  private interface Decoder<K extends Key> {
    K decode(KeyFactory factory, byte[] encoded) throws GeneralSecurityException;
  }

  /**
   * Reads a private key.
   *
   * @throws IOException if the file holds none for Ed25519; the message says what it holds
   */
  public static PrivateKey readPrivate(Path file) throws IOException {
    var block = block(file);
    if (block.label().equals(PUBLIC)) {
      throw new IOException(file + ": a public key (expected: the private one)");
    }
    return key(
        file,
        block,
        PRIVATE,
        (factory, encoded) -> factory.generatePrivate(new PKCS8EncodedKeySpec(encoded)));
  }

  /**
   * Reads a public key.
   *
   * @throws IOException if the file holds none for Ed25519; the message says what it holds
   */
  public static PublicKey readPublic(Path file) throws IOException {
    var block = block(file);
    if (block.label().endsWith(PRIVATE)) {
      throw new IOException(
          file
              + ": a private key, which should be nowhere but with its owner (expected: the"
              + " public one)");
    }
    return key(
        file,
        block,
        PUBLIC,
        (factory, encoded) -> factory.generatePublic(new X509EncodedKeySpec(encoded)));
  }

  public static String text(PrivateKey key) {
    return text(PRIVATE, key);
  }

  public static String text(PublicKey key) {
    return text(PUBLIC, key);
  }

  private static String text(String label, Key key) {
    var lines = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});
    return "-----BEGIN "
        + label
        + "-----\n"
        + lines.encodeToString(key.getEncoded())
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** The one block of the file; text around it is for people. */
  private static Block block(Path file) throws IOException {
    var text = SmallFile.read(file, MAX_BYTES);
    long begun = BEGIN.matcher(text).results().count();
    if (begun > 1) {
      throw new IOException(file + ": " + begun + " keys (expected: one)");
    }
    var block = BLOCK.matcher(text);
    if (!block.find()) {
      throw new IOException(
          file + ": " + (begun == 0 ? "no key" : "a key that is cut off") + " (expected: PEM)");
    }
    return new Block(block.group(1), block.group(2));
  }

  private static <K extends Key> K key(Path file, Block block, String label, Decoder<K> decoder)
      throws IOException {
    if (block.label().equals("ENCRYPTED " + PRIVATE)) {
      throw new IOException(file + ": an encrypted key (expected: one without a passphrase)");
    }
    if (!block.label().equals(label)) {
      throw new IOException(file + ": " + block.label() + " (expected: " + label + ", Ed25519)");
    }
    byte[] encoded = encoded(file, block);
    try {
      return decoder.decode(KeyFactory.getInstance(PackageSignature.ALGORITHM), encoded);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + kind(encoded, decoder) + " (expected: Ed25519)", e);
    }
  }

  private static byte[] encoded(Path file, Block block) throws IOException {
    try {
      return Base64.getDecoder().decode(WHITE_SPACE.matcher(block.content()).replaceAll(""));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": a damaged key (expected: Base64 between the lines)", e);
    }
  }

  private static String kind(byte[] encoded, Decoder<?> decoder) {
    return OTHER_KINDS.stream()
        .filter(kind -> isOfKind(kind, encoded, decoder))
        .findFirst()
        .map(kind -> "a key for " + kind)
        .orElse("a key that is damaged or of an unknown kind");
  }

  private static boolean isOfKind(String kind, byte[] encoded, Decoder<?> decoder) {
    try {
      var _ = decoder.decode(KeyFactory.getInstance(kind), encoded);
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
