// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.InputStream;
import java.io.OutputStream;

/** Leaves everything as it is: a store without a key has no other cipher. Stateless. */
final class PlainCipher implements StoreCipher {
  static final PlainCipher INSTANCE = new PlainCipher();

  private PlainCipher() {}

  @Override
  public boolean isEncrypting() {
    return false;
  }

  @Override
  public byte[] seal(byte[] plain, String context) {
    return plain;
  }

  @Override
  public byte[] open(byte[] sealed, String context) {
    return sealed;
  }

  @Override
  public OutputStream sealing(OutputStream out, String context) {
    return out;
  }

  @Override
  public InputStream opening(InputStream in, String context) {
    return in;
  }

  @Override
  public String toString() {
    return "StoreCipher[none]";
  }
}
