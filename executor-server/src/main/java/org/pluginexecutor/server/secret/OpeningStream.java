// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.IOException;
import java.io.InputStream;

/** Tells a broken seal from a failure to read the sealed bytes. Confined to one thread. */
final class OpeningStream extends InputStream {
  private final FailureKeeper source;
  private final InputStream opened;

  OpeningStream(FailureKeeper source, InputStream opened) {
    this.source = source;
    this.opened = opened;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      return opened.read(bytes, offset, length);
    } catch (IOException _) {
      var failure = source.failure();
      if (failure != null) {
        throw failure;
      }
      throw new BrokenSealException(
          "sealed stream: does not open (expected: undamaged, whole, of this key and in its"
              + " place)");
    }
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}
