// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Seals with the store's key: short things at once, long ones in segments of 1 MiB. Immutable. */
final class KeyedCipher implements StoreCipher {
  private final Aead aead;
  private final StreamingAead streamingAead;

  KeyedCipher(Aead aead, StreamingAead streamingAead) {
    this.aead = aead;
    this.streamingAead = streamingAead;
  }

  @Override
  public boolean isEncrypting() {
    return true;
  }

  @Override
  public byte[] seal(byte[] plain, String context) {
    try {
      return aead.encrypt(plain, bytes(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what fits into memory can be encrypted", e);
    }
  }

  @Override
  public byte[] open(byte[] sealed, String context) throws BrokenSealException {
    try {
      return aead.decrypt(sealed, bytes(context));
    } catch (GeneralSecurityException _) {
      throw new BrokenSealException(
          "sealed bytes: "
              + sealed.length
              + " B that do not open (expected: undamaged, of this key and in their place)");
    }
  }

  @Override
  public OutputStream sealing(OutputStream out, String context) throws IOException {
    try {
      return streamingAead.newEncryptingStream(out, bytes(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every context is possible", e);
    }
  }

  @Override
  public InputStream opening(InputStream in, String context) throws IOException {
    var source = new FailureKeeper(in);
    try {
      return new OpeningStream(source, streamingAead.newDecryptingStream(source, bytes(context)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every context is possible", e);
    }
  }

  @Override
  public String toString() {
    return "StoreCipher[***]";
  }

  private static byte[] bytes(String context) {
    return context.getBytes(StandardCharsets.UTF_8);
  }
}
