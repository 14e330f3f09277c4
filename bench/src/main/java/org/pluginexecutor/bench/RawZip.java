// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a zip header by header, to say in it what no library would. Confined to one thread. */
final class RawZip {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int VERSION = 20;
  private static final int DATE = 0x5c21;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ByteArrayOutputStream central = new ByteArrayOutputStream();
  private int entries;

  /** What the headers say of an entry, whether it is so or not. */
  record Entry(String name, int method, long crc, long compressedBytes, long size) {}

  /** Offset of what is written next. */
  int position() {
    return body.size();
  }

  /** Writes bytes as they are. */
  RawZip write(byte[] bytes) {
    body.writeBytes(bytes);
    return this;
  }

  /** Adds an entry to the directory, whose local header lies somewhere. */
  RawZip list(Entry entry, int localOffset) {
    var name = entry.name().getBytes(StandardCharsets.UTF_8);
    var bytes = new byte[CENTRAL_BYTES + name.length];
    var header = littleEndian(bytes);
    header.putInt(0x02014b50).putShort((short) VERSION);
    putCommon(header, entry, name);
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    header.putInt(localOffset).put(name);
    central.writeBytes(bytes);
    entries++;
    return this;
  }

  /** Writes an entry and lists it. */
  RawZip add(Entry entry, byte[] data) {
    int offset = position();
    return write(local(entry)).write(data).list(entry, offset);
  }

  /** The local header of an entry. */
  static byte[] local(Entry entry) {
    var name = entry.name().getBytes(StandardCharsets.UTF_8);
    var bytes = new byte[LOCAL_BYTES + name.length];
    var header = littleEndian(bytes);
    header.putInt(0x04034b50);
    putCommon(header, entry, name);
    header.put(name);
    return bytes;
  }

  private static void putCommon(ByteBuffer header, Entry entry, byte[] name) {
    header.putShort((short) VERSION).putShort((short) 0).putShort((short) entry.method());
    header.putShort((short) 0).putShort((short) DATE);
    header.putInt((int) entry.crc()).putInt((int) entry.compressedBytes());
    header.putInt((int) entry.size());
    header.putShort((short) name.length).putShort((short) 0);
  }

  /** The whole zip. */
  byte[] toBytes() {
    var bytes = new byte[END_BYTES];
    var end = littleEndian(bytes);
    end.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
    end.putInt(central.size()).putInt(body.size());
    var whole = new ByteArrayOutputStream(body.size() + central.size() + bytes.length);
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(central.toByteArray());
    whole.writeBytes(bytes);
    return whole.toByteArray();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
