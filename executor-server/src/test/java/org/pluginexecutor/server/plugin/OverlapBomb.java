// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * A zip whose entries share one compressed stream: the data of each entry quote the headers of all
 * that follow and end in the same zeros, so that every reader that goes by the central directory
 * inflates the zeros once for each entry. Stateless.
 */
final class OverlapBomb {
  private static final int LOCAL_BYTES = 30;

  /** Header of a block of a deflate stream that is taken as it is. */
  private static final int QUOTE_BYTES = 5;

  private OverlapBomb() {}

  /** The checksums are left zero: an archive has to be refused before anything is inflated. */
  static byte[] of(int entries, int zeros) {
    var kernel = deflatedZeros(zeros);
    var local = new ByteArrayOutputStream();
    var central = new ByteArrayOutputStream();
    for (int i = 0; i < entries; i++) {
      int offset = local.size();
      int quoted = entries - 1 - i;
      int compressed = kernel.length + quoted * (LOCAL_BYTES + nameOf(0).length + QUOTE_BYTES);
      int size = zeros + quoted * (LOCAL_BYTES + nameOf(0).length);
      var common =
          little(26)
              .putShort((short) 20)
              .putShort((short) 0)
              .putShort((short) 8)
              .putInt(0x00210000)
              .putInt(0)
              .putInt(compressed)
              .putInt(size)
              .putShort((short) nameOf(i).length)
              .putShort((short) 0)
              .array();
      local.writeBytes(little(4).putInt(0x04034b50).array());
      local.writeBytes(common);
      local.writeBytes(nameOf(i));
      if (quoted > 0) {
        int length = LOCAL_BYTES + nameOf(i + 1).length;
        local.writeBytes(
            little(QUOTE_BYTES)
                .put((byte) 0)
                .putShort((short) length)
                .putShort((short) ~length)
                .array());
      }
      central.writeBytes(little(6).putInt(0x02014b50).putShort((short) 20).array());
      central.writeBytes(common);
      central.writeBytes(little(14).putInt(10, offset).array());
      central.writeBytes(nameOf(i));
    }
    local.writeBytes(kernel);
    return zip(local, central, entries);
  }

  private static byte[] zip(
      ByteArrayOutputStream local, ByteArrayOutputStream central, int entries) {
    int offset = local.size();
    local.writeBytes(central.toByteArray());
    local.writeBytes(
        little(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) entries)
            .putShort((short) entries)
            .putInt(central.size())
            .putInt(offset)
            .array());
    return local.toByteArray();
  }

  private static byte[] nameOf(int entry) {
    return "%03d".formatted(entry).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] deflatedZeros(int zeros) {
    var deflater = new Deflater(9, true);
    deflater.setInput(new byte[zeros]);
    deflater.finish();
    var out = new byte[zeros / 500 + 100];
    int size = deflater.deflate(out);
    deflater.end();
    return java.util.Arrays.copyOf(out, size);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
