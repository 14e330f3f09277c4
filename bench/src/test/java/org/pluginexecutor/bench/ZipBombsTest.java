// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipBombsTest {
  @TempDir Path directory;

  private long unpackedSize(byte[] zip) throws IOException {
    try (var file = new ZipFile(write(zip))) {
      return file.stream().mapToLong(ZipEntry::getSize).sum();
    }
  }

  private java.io.File write(byte[] zip) throws IOException {
    return Files.write(directory.resolve("bomb.zip"), zip).toFile();
  }

  @Test
  void zeros_inflate_to_what_they_say() throws DataFormatException {
    var zeros = Zeros.ofMebibytes(3);
    var content = new byte[4 << 20];
    try (var inflater = new Inflater(true)) {
      inflater.setInput(zeros.deflated());
      assertThat(inflater.inflate(content)).isEqualTo(3 << 20);
      assertThat(inflater.inflate(content)).isZero();
      assertThat(inflater.finished()).isTrue();
      assertThat(inflater.getRemaining()).isZero();
    }
    assertThat(zeros.size()).isEqualTo(3 << 20);
    assertThat(content).containsOnly(0);
  }

  @Test
  void the_overlap_bomb_unpacks_42_kB_to_gigabytes() throws IOException {
    var zip = ZipBombs.overlap(400, 21);

    assertThat(zip).hasSizeBetween(40_000, 50_000);
    assertThat(unpackedSize(zip)).isEqualTo((400L * 21) << 20);
  }

  @Test
  void the_quoted_bomb_is_a_zip_in_which_every_entry_is_what_its_header_says() throws IOException {
    var zip = ZipBombs.quoted(4, 2);

    try (var file = new ZipFile(write(zip))) {
      var entries = Collections.list(file.entries());
      assertThat(entries).hasSize(4);
      for (var entry : entries) {
        var content = file.getInputStream(entry).readAllBytes();
        var crc = new CRC32();
        crc.update(content);
        assertThat((long) content.length)
            .isEqualTo(entry.getSize())
            .isGreaterThanOrEqualTo(2 << 20);
        assertThat(crc.getValue()).isEqualTo(entry.getCrc());
      }
    }
    assertThat(zip).hasSizeLessThan(4 << 10);
  }

  @Test
  void the_giant_is_one_entry_that_says_how_large_it_is() throws IOException {
    assertThat(unpackedSize(ZipBombs.giant(64))).isEqualTo(64L << 20);
  }

  @Test
  void the_liar_has_20_gigabytes_and_claims_less() throws IOException {
    var zip = ZipBombs.liar(1 << 20);

    assertThat(zip).hasSizeBetween(19 << 20, 20 << 20);
    assertThat(unpackedSize(zip)).isEqualTo(1 << 20);
    assertThat(Zeros.fitting(zip.length).size()).isGreaterThan(19L << 30);
  }

  @Test
  void the_empty_bomb_has_as_many_entries_as_a_plain_zip_can_have() throws IOException {
    try (var file = new ZipFile(write(ZipBombs.empty(65_534)))) {
      assertThat(file.size()).isEqualTo(65_534);
    }
  }
}
