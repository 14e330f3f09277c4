// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.ArchiveLimits;

class ArchiveTest {
  private static final byte[] CENTRAL_SIGNATURE = {'P', 'K', 1, 2};
  private static final int CENTRAL_CRC = 16;

  @TempDir Path directory;

  private static byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var name : new String[] {"first", "folder/second"}) {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(name.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static int lastCentralHeader(byte[] zip) {
    var text = new String(zip, StandardCharsets.ISO_8859_1);
    return text.lastIndexOf(new String(CENTRAL_SIGNATURE, StandardCharsets.ISO_8859_1));
  }

  private Path unpack(byte[] zip) throws IOException, ArchiveException {
    var target = Files.createDirectory(directory.resolve("target"));
    var file = Files.write(directory.resolve("zip"), zip);
    Archive.unpack(file, target, ArchiveLimits.defaults());
    return target;
  }

  @Test
  void unpacks_what_is_sound() throws Exception {
    var target = unpack(zip());

    assertThat(target.resolve("first")).hasContent("first");
    assertThat(target.resolve("folder/second")).hasContent("folder/second");
  }

  @Test
  void makes_no_file_at_all_when_the_last_entry_is_not_what_its_header_says() throws IOException {
    var zip = zip();
    zip[lastCentralHeader(zip) + CENTRAL_CRC]++;

    assertThatThrownBy(() -> unpack(zip))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("another size or checksum");
    assertThat(directory.resolve("target")).isEmptyDirectory();
  }
}
