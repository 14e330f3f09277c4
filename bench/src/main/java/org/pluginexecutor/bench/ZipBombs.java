// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.pluginexecutor.bench.RawZip.Entry;

/** Small zips that unpack to huge ones, or claim to be small ones. Stateless. */
final class ZipBombs {
  private static final int MAX_ENTRIES = 65_534;
  private static final int MANY_ENTRIES = 10_000;

  /** Close to the 4 GiB that a plain zip can claim. */
  private static final int GIANT_MEBIBYTES = 4_095;

  private static final int KERNEL_MEBIBYTES = 21;

  private ZipBombs() {}

  /** One bomb, with a name that says how it works. Immutable. */
  static final class Bomb {
    private final String name;
    private final byte[] zip;

    Bomb(String name, byte[] zip) {
      this.name = name;
      this.zip = zip;
    }

    String name() {
      return name;
    }

    int length() {
      return zip.length;
    }

    InputStream open() {
      return new ByteArrayInputStream(zip);
    }
  }

  /** All kinds; making them takes some seconds. */
  static List<Bomb> all() {
    var overlap = overlap(400, KERNEL_MEBIBYTES);
    return List.of(
        // What the way to the server takes alone.
        new Bomb(
            "no bomb: 20 MiB of zeros, which are no zip", new byte[BenchPackages.MAX_ZIP_BYTES]),
        new Bomb("overlap: 400 entries share 21 MiB of zeros, 8 GiB in all", overlap),
        new Bomb(
            "quoted overlap: 250 entries, each quotes the next, 5 GiB",
            quoted(250, KERNEL_MEBIBYTES)),
        new Bomb("one stream of 4 GiB that says so", giant(GIANT_MEBIBYTES)),
        new Bomb("one stream of 20 GiB in 20 MiB that claims 1 MiB", liar(1 << 20)),
        new Bomb("one stream of 20 GiB in 20 MiB that claims 199 MiB", liar(199 << 20)),
        new Bomb("10,000 entries of 1 MiB each", many()),
        new Bomb("65,534 empty entries", empty(MAX_ENTRIES)),
        new Bomb("nested: 16 of the first kind, in a zip that is no package", nested(overlap)));
  }

  /** Entries that all have the same bytes. */
  static byte[] overlap(int entries, int mebibytes) {
    var kernel = Zeros.ofMebibytes(mebibytes);
    long crc = kernel.addTo(new CRC32()).getValue();
    var zip = new RawZip();
    zip.write(RawZip.local(entry(name(0), crc, kernel))).write(kernel.deflated());
    for (int i = 0; i < entries; i++) {
      zip.list(entry(name(i), crc, kernel), 0);
    }
    return zip.toBytes();
  }

  /**
   * Entries of which each holds the header of the next as text, and then all of what that holds.
   * Readers that compare headers find them right.
   */
  static byte[] quoted(int entries, int mebibytes) {
    var kernel = Zeros.ofMebibytes(mebibytes);
    var last = entry(name(entries - 1), kernel.addTo(new CRC32()).getValue(), kernel);
    var backwards = new ArrayList<Entry>(List.of(last));
    // The headers that stand in the text of the next entry, the outermost first.
    var headers = new ArrayList<byte[]>();
    for (int i = entries - 2; i >= 0; i--) {
      var inner = backwards.getLast();
      headers.addFirst(RawZip.local(inner));
      var crc = new CRC32();
      headers.forEach(crc::update);
      int length = headers.getFirst().length;
      backwards.add(
          new Entry(
              name(i),
              RawZip.DEFLATED,
              kernel.addTo(crc).getValue(),
              inner.compressedBytes() + quote(length).length + length,
              inner.size() + length));
    }
    Collections.reverse(backwards);
    var zip = new RawZip();
    for (int i = 0; i < entries; i++) {
      var header = RawZip.local(backwards.get(i));
      if (i > 0) {
        zip.write(quote(header.length));
      }
      int offset = zip.position();
      zip.write(header).list(backwards.get(i), offset);
    }
    return zip.write(kernel.deflated()).toBytes();
  }

  /** Begins a block of a deflate stream that holds the next bytes as they are. */
  private static byte[] quote(int length) {
    return new byte[] {
      0, (byte) length, (byte) (length >> 8), (byte) ~length, (byte) (~length >> 8)
    };
  }

  /** One entry that says how large it is. */
  static byte[] giant(int mebibytes) {
    var zeros = Zeros.ofMebibytes(mebibytes);
    var entry = entry("zeros", zeros.addTo(new CRC32()).getValue(), zeros);
    return new RawZip().add(entry, zeros.deflated()).toBytes();
  }

  /** A stream that fills the largest zip and says that it is small. */
  static byte[] liar(int claimedBytes) {
    var zeros = Zeros.fitting(BenchPackages.MAX_ZIP_BYTES - (4 << 10));
    var entry = new Entry("zeros", RawZip.DEFLATED, 0, zeros.deflated().length, claimedBytes);
    return new RawZip().add(entry, zeros.deflated()).toBytes();
  }

  private static byte[] many() {
    var zeros = Zeros.ofMebibytes(1);
    long crc = zeros.addTo(new CRC32()).getValue();
    var zip = new RawZip();
    for (int i = 0; i < MANY_ENTRIES; i++) {
      zip.add(entry(name(i), crc, zeros), zeros.deflated());
    }
    return zip.toBytes();
  }

  /** Entries without content, each of which would be a file. */
  static byte[] empty(int entries) {
    var zip = new RawZip();
    for (int i = 0; i < entries; i++) {
      zip.add(new Entry(name(i), RawZip.STORED, 0, 0, 0), new byte[0]);
    }
    return zip.toBytes();
  }

  private static byte[] nested(byte[] inner) {
    var crc = new CRC32();
    crc.update(inner);
    var zip = new RawZip();
    for (int i = 0; i < 16; i++) {
      var entry =
          new Entry(name(i) + ".zip", RawZip.STORED, crc.getValue(), inner.length, inner.length);
      zip.add(entry, inner);
    }
    return zip.toBytes();
  }

  private static Entry entry(String name, long crc, Zeros zeros) {
    return new Entry(name, RawZip.DEFLATED, crc, zeros.deflated().length, zeros.size());
  }

  private static String name(int number) {
    return "%05d".formatted(number);
  }
}
