// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.pluginexecutor.server.files.Digests;

/**
 * The store's key: as it is stored, which is wrapped, and as the cipher that works with it. The
 * wrapped form is three lines of text: {@code plugin-executor-store-key 1}, the wrapped key in
 * Base64, and {@code sha256:} with the digest of the first two, by which damage is told from
 * another key. Immutable.
 */
public final class StoreKeys {
  /** The most bytes that a wrapped form can have. */
  public static final int MAX_WRAPPED_BYTES = 32 << 10;

  private static final String FIRST_LINE = "plugin-executor-store-key 1\n";
  private static final Pattern FORM =
      Pattern.compile("(" + FIRST_LINE + "([A-Za-z0-9+/]+={0,2})\n)sha256:([0-9a-f]{64})\n");

  private final byte[] wrapped;
  private final StoreCipher cipher;

  private StoreKeys(byte[] wrapped, StoreCipher cipher) {
    this.wrapped = wrapped;
    this.cipher = cipher;
  }

  /**
   * Makes a new key. Whether it can be unwrapped again is tried at once, since a store must not
   * begin with a key that will be lost at the next start.
   *
   * @throws IOException if the key cannot be wrapped, or not be unwrapped again
   */
  public static StoreKeys generate(KeyEncryption encryption) throws IOException {
    var key = newKey();
    try {
      var wrapped = encryption.wrap(key);
      if (!MessageDigest.isEqual(key, encryption.unwrap(wrapped))) {
        throw new IOException("key encryption: unwraps to another key than it wrapped");
      }
      return new StoreKeys(format(wrapped), cipher(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was just made", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Reads a wrapped key.
   *
   * @param wrapped what {@link #wrapped} returned
   * @throws BrokenSealException if it is damaged, or of a form that this release does not know
   * @throws WrongKeyException if it was wrapped with another key
   * @throws IOException if the key file cannot be used, or the command fails
   */
  public static StoreKeys read(byte[] wrapped, KeyEncryption encryption) throws IOException {
    var key = encryption.unwrap(parse(wrapped));
    try {
      return new StoreKeys(wrapped.clone(), cipher(key));
    } catch (GeneralSecurityException | BufferUnderflowException | IllegalArgumentException _) {
      // A command without authentication unwraps to nonsense. The cause could quote it.
      throw new WrongKeyException(
          "key encryption: unwraps to no key (expected: what the store's key was wrapped with)");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** What is to be stored beside that which the cipher seals. */
  public byte[] wrapped() {
    return wrapped.clone();
  }

  public StoreCipher cipher() {
    return cipher;
  }

  @Override
  public String toString() {
    return "StoreKeys[***]";
  }

  /** Two keysets, the first one with its length in front. */
  private static byte[] newKey() {
    var aead = TinkKeys.toBytes(TinkKeys.generate(PredefinedAeadParameters.AES256_GCM));
    var streaming =
        TinkKeys.toBytes(TinkKeys.generate(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB));
    return ByteBuffer.allocate(Integer.BYTES + aead.length + streaming.length)
        .putInt(aead.length)
        .put(aead)
        .put(streaming)
        .array();
  }

  private static StoreCipher cipher(byte[] key) throws GeneralSecurityException {
    var rest = ByteBuffer.wrap(key);
    int length = rest.getInt();
    if (length < 0 || length > rest.remaining()) {
      throw new GeneralSecurityException("no key");
    }
    var aead = new byte[length];
    rest.get(aead);
    var streaming = new byte[rest.remaining()];
    rest.get(streaming);
    return new KeyedCipher(
        TinkKeys.aead(TinkKeys.fromBytes(aead)),
        TinkKeys.streamingAead(TinkKeys.fromBytes(streaming)));
  }

  private static byte[] format(byte[] wrapped) throws IOException {
    var lines = FIRST_LINE + Base64.getEncoder().encodeToString(wrapped) + "\n";
    var form =
        (lines + "sha256:" + Digests.hexOf(lines.getBytes(StandardCharsets.ISO_8859_1)) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    if (form.length > MAX_WRAPPED_BYTES) {
      throw new IOException(
          "wrapped key: " + form.length + " B (expected: at most " + MAX_WRAPPED_BYTES + " B)");
    }
    return form;
  }

  private static byte[] parse(byte[] form) throws BrokenSealException {
    if (form.length <= MAX_WRAPPED_BYTES) {
      var matcher = FORM.matcher(new String(form, StandardCharsets.ISO_8859_1));
      if (matcher.matches()
          && Digests.hexOf(matcher.group(1).getBytes(StandardCharsets.ISO_8859_1))
              .equals(matcher.group(3))) {
        try {
          return Base64.getDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException _) {
          // Falls through to the one sentence about all of these.
        }
      }
    }
    throw new BrokenSealException(
        "wrapped key: damaged, or of a later release (expected: the undamaged form "
            + FIRST_LINE.strip()
            + ")");
  }
}
