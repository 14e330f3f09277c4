// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages to measure with; the same bytes each time. Stateless. */
final class BenchPackages {
  /** Most that a package may have. */
  static final int MAX_ZIP_BYTES = 20 << 20;

  static final int LARGE_FILES = 5_000;
  static final int LARGE_SOURCES = 1_000;
  static final String LARGE_NAME = "large";

  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final long SEED = 20_261_122L;
  private static final int FIXED_FILES = 3;

  /** The last entry's headers, the end record, and what deflate adds to random bytes. */
  private static final int RESERVE_BYTES = 4 << 10;

  /** What the central directory adds for each file. */
  private static final int CENTRAL_BYTES = 80;

  private BenchPackages() {}

  /**
   * A package of nearly the largest size with 5,000 files: a thousand modules that compile, and
   * data that cannot be compressed, from some hundred bytes to 64 KiB a file.
   */
  static byte[] large() throws IOException {
    var random = new Random(SEED);
    var bytes = new ByteArrayOutputStream(MAX_ZIP_BYTES);
    try (var zip = new ZipOutputStream(bytes)) {
      addFixed(zip, LARGE_NAME);
      for (int i = 0; i < LARGE_SOURCES; i++) {
        var name = "lib/part_%02d/module_%04d.py".formatted(i % 40, i);
        add(zip, name, source(i).getBytes(StandardCharsets.UTF_8));
      }
      for (int i = LARGE_SOURCES + FIXED_FILES; i < LARGE_FILES - 1; i++) {
        add(zip, "data/%02d/%04d.bin".formatted(i % 60, i), random(random, dataBytes(i, random)));
      }
      zip.flush();
      int rest = MAX_ZIP_BYTES - bytes.size() - LARGE_FILES * CENTRAL_BYTES - RESERVE_BYTES;
      add(zip, "data/rest.bin", random(random, rest));
    }
    return bytes.toByteArray();
  }

  private static int dataBytes(int i, Random random) {
    return switch (i % 20) {
      case 0 -> random.nextInt(32 << 10, 64 << 10);
      case 1, 2, 3 -> random.nextInt(4 << 10, 12 << 10);
      default -> random.nextInt(100, 2 << 10);
    };
  }

  private static byte[] random(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String source(int number) {
    var text = new StringBuilder("\"\"\"Module " + number + ".\"\"\"\n\nimport re\n\n");
    for (int i = 0; i < 4 + number % 12; i++) {
      text.append(
          """
          def find_%d(text, default=None):
              found = re.search(r"user-(\\d+)-%d", text)
              if found is None:
                  return default
              return {"id": int(found.group(1)), "part": %d}


          """
              .formatted(i, number, number * i));
    }
    return text.toString();
  }

  /** A package as most are: a MANIFEST, a main.py and a default.cfg. */
  static byte[] small(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      addFixed(zip, name);
    }
    return bytes.toByteArray();
  }

  private static void addFixed(ZipOutputStream zip, String name) throws IOException {
    add(
        zip,
        "MANIFEST",
        text(
            "name: " + name,
            "description: A plugin of the benchmark",
            "version: 1.0.0",
            "type: aa",
            "api: 1.9",
            "entry_point: main.py"));
    add(
        zip,
        "main.py",
        text(
            "#!/usr/bin/env pluginwrapper3",
            "class Plugin(object):",
            "    def __init__(self, configuration):",
            "        self.configuration = configuration",
            "",
            "    def authenticate(self, session_id):",
            "        return {\"verdict\": \"ACCEPT\"}"));
    add(zip, "default.cfg", text("[plugin]", "log_level=info"));
  }

  private static byte[] text(String... lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(ENTRY_TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
