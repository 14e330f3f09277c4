// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Seals what is stored, and opens it again. The context says what the bytes are, for example the
 * name of their file: what was sealed for one context opens for no other, so that sealed things
 * cannot be swapped. Implementations are thread-safe; the streams are confined to one thread each.
 */
public interface StoreCipher {

  /** A cipher that leaves everything as it is, for a store without a key. */
  static StoreCipher none() {
    return PlainCipher.INSTANCE;
  }

  /** Whether sealed bytes can be read with the key alone. */
  boolean isEncrypting();

  /** Seals bytes that fit into memory twice. */
  byte[] seal(byte[] plain, String context);

  /**
   * Opens what {@link #seal} made.
   *
   * @throws BrokenSealException if it is damaged, or was sealed by another key or for another
   *     context
   */
  byte[] open(byte[] sealed, String context) throws BrokenSealException;

  /**
   * A stream that seals what is written to it. Only closing it makes the sealed bytes whole; it
   * closes {@code out} too.
   */
  OutputStream sealing(OutputStream out, String context) throws IOException;

  /**
   * A stream that opens what {@link #sealing} made. A read throws {@link BrokenSealException} where
   * the bytes are damaged, moved, or not of this key and context; that they were cut off shows only
   * at their end, so whoever wants all of them has to read on until there are no more. Failures of
   * {@code in} come through as they are. Closing the stream closes {@code in} too.
   */
  InputStream opening(InputStream in, String context) throws IOException;
}
