// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.files.TreeRemover;

/**
 * Damaged zips end in an {@link ArchiveException} or in files, never in anything else. The seed is
 * printed on failure; {@code -Dseed=} replays it, {@code -Diterations=} makes a campaign of it.
 */
class ArchiveFuzzTest {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(100, 1 << 20, 100, 8);

  @TempDir Path directory;

  private static byte[] good() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setComment("a comment");
      for (var name : new String[] {"MANIFEST", "main.py", "lib/", "lib/a.py", "lib/ü.txt"}) {
        zip.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          zip.write(
              "some text, some text, some text\n".repeat(20).getBytes(StandardCharsets.UTF_8));
        }
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Flips bytes, most of them where the structure is: in headers, at the end. */
  private static byte[] damaged(byte[] good, Random random) {
    var zip = good.clone();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      int at =
          random.nextBoolean()
              ? random.nextInt(zip.length)
              : Math.max(0, zip.length - 1 - random.nextInt(400));
      zip[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) 0xff;
            case 2 -> 0;
            default -> (byte) (zip[at] + (random.nextBoolean() ? 1 : -1));
          };
    }
    return random.nextInt(10) == 0
        ? java.util.Arrays.copyOf(zip, random.nextInt(zip.length + 1))
        : zip;
  }

  @Test
  void damaged_zips_are_refused_or_unpacked_and_nothing_else() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int iterations = Integer.getInteger("iterations", 30_000);
    var random = new Random(seed);
    var good = good();
    int read = 0;
    for (int i = 0; i < iterations; i++) {
      var zip = ByteBuffer.wrap(damaged(good, random));
      var target = directory.resolve("tree");
      try {
        var index = ZipIndex.read(zip, LIMITS);
        read++;
        if (random.nextInt(20) == 0) {
          Files.createDirectory(target);
          extract(zip, index, target);
        }
      } catch (ArchiveException e) {
        assertThat(e.problems()).isNotEmpty();
      } catch (RuntimeException | IOException e) {
        throw new AssertionError("-Dseed=" + seed + ", iteration " + i, e);
      } finally {
        TreeRemover.remove(target);
      }
    }
    // A fuzzer that is always refused at the door tests nothing.
    assertThat(read).isGreaterThan(iterations / 100);
  }

  private static void extract(ByteBuffer zip, ZipIndex index, Path target)
      throws ArchiveException, IOException {
    try (var extractor = new ZipExtractor(zip, target)) {
      extractor.extract(index);
    }
    try (var paths = Files.walk(target)) {
      assertThat(paths).allMatch(path -> path.startsWith(target) && !Files.isSymbolicLink(path));
    }
  }
}
