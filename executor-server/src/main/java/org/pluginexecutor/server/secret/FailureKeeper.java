// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how reading the sealed bytes failed: to Tink a broken disk and a broken seal are the
 * same. Confined to one thread.
 */
final class FailureKeeper extends FilterInputStream {
  private @Nullable IOException failure;

  FailureKeeper(InputStream in) {
    super(in);
  }

  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Tink goes back to the beginning only in a buffer of its own if this says no. */
  @Override
  public boolean markSupported() {
    return false;
  }
}
