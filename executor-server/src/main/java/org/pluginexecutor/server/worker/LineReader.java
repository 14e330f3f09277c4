// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.shim.ShimProtocolException;

/** Reads lines of bounded length from a process that may send anything. Confined to one thread. */
final class LineReader {
  private final InputStream in;
  private final int maxBytes;

  LineReader(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in);
    this.maxBytes = maxBytes;
  }

  /** The next line without its end, or null at the end. */
  byte @Nullable [] next() throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("the stream ended within a line");
      }
      if (line.size() == maxBytes) {
        throw new ShimProtocolException("line: longer than " + maxBytes + " B");
      }
      line.write(next);
      next = in.read();
    }
    return line.toByteArray();
  }
}
