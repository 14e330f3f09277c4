// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A zip written byte by byte, to say in it what no library would. Confined to one thread; the
 * fields that a test sets hold for the entries that are added afterwards.
 */
final class HandmadeZip {
  private final ByteArrayOutputStream local = new ByteArrayOutputStream();
  private final ByteArrayOutputStream central = new ByteArrayOutputStream();
  private int entries;
  int flags = 0x800;
  int method;
  int crcChange;
  int sizeChange;
  int compressedSizeChange;
  boolean garbage;
  int mode;
  int localMethodChange;
  int sharedOffset = -1;
  String comment = "";

  /** Stands between the central directory and the end record. */
  byte[] beforeEnd = {};

  /** Added to the number of entries that the end record claims. */
  int countChange;

  HandmadeZip add(String name, String content) {
    return add(name, content.getBytes(StandardCharsets.UTF_8));
  }

  HandmadeZip add(String name, byte[] content) {
    return add(name.getBytes(StandardCharsets.UTF_8), content);
  }

  HandmadeZip add(byte[] nameBytes, byte[] content) {
    var crc = new CRC32();
    crc.update(content);
    var data = method == 0 ? content : deflated(content);
    int offset = local.size();
    if (garbage) {
      Arrays.fill(data, (byte) 0xff);
    }
    var sizes =
        little(16)
            .putInt((int) crc.getValue() + crcChange)
            .putInt(data.length + compressedSizeChange)
            .putInt(content.length + sizeChange)
            .putShort((short) nameBytes.length)
            .putShort((short) 0)
            .array();
    local.writeBytes(head(0x04034b50, false));
    local.writeBytes(sizes);
    local.writeBytes(nameBytes);
    local.writeBytes(data);
    central.writeBytes(head(0x02014b50, true));
    central.writeBytes(sizes);
    central.writeBytes(
        little(14)
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(mode << 16)
            .putInt(sharedOffset >= 0 ? sharedOffset : offset)
            .array());
    central.writeBytes(nameBytes);
    entries++;
    return this;
  }

  private byte[] head(int signature, boolean isCentral) {
    var head = new ByteArrayOutputStream();
    head.writeBytes(little(4).putInt(signature).array());
    if (isCentral) {
      head.writeBytes(little(2).putShort((short) (3 << 8 | 20)).array());
    }
    head.writeBytes(
        little(10)
            .putShort((short) 20)
            .putShort((short) flags)
            .putShort((short) (isCentral ? method : method + localMethodChange))
            .putInt(0x00210000)
            .array());
    return head.toByteArray();
  }

  private static byte[] deflated(byte[] content) {
    var deflater = new Deflater(9, true);
    deflater.setInput(content);
    deflater.finish();
    var out = new byte[content.length + 100];
    int size = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, size);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(local.toByteArray());
    all.writeBytes(central.toByteArray());
    all.writeBytes(beforeEnd);
    all.writeBytes(
        little(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) (entries + countChange))
            .putShort((short) (entries + countChange))
            .putInt(central.size())
            .putInt(local.size())
            .putShort((short) comment.length())
            .array());
    all.writeBytes(comment.getBytes(StandardCharsets.ISO_8859_1));
    return all.toByteArray();
  }
}
