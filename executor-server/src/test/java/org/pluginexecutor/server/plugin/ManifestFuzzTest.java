// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.config.PackageRules;
import org.pluginexecutor.server.plugin.PackageFinding.Position;

/**
 * Whatever bytes a MANIFEST has, reading it ends in a manifest or in findings with a place in the
 * file, soon and with little memory. The seed of the failing input is printed; {@code -Dseed=}
 * {@code -Diterations=1} replays it, {@code -Diterations=} alone makes a campaign of it.
 */
class ManifestFuzzTest {
  private static final Path CORPUS =
      Path.of("src", "test", "resources", "org", "pluginexecutor", "server", "plugin", "manifests");

  /** Generous: machines stall. What a bomb would need is beyond it by orders of magnitude. */
  private static final Duration SLOW = Duration.ofMillis(50);

  private static final long MEMORY_LIMIT_BYTES = 32L << 20;
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  @TempDir Path directory;

  static List<Path> corpus() throws IOException {
    try (var files = Files.list(CORPUS)) {
      return files.sorted().toList();
    }
  }

  /** Reads the bytes as a package's MANIFEST and holds the answer against the promise. */
  private static boolean holds(byte[] bytes) {
    var findings = new Findings();
    var manifest =
        PackageText.decode(ManifestFields.FILE, bytes, findings)
            .flatMap(text -> ManifestReader.read(text, PackageRules.defaults(), findings));
    assertThat(manifest.isEmpty()).isEqualTo(findings.hasErrors());
    for (var finding : findings.all()) {
      assertShowable(finding.toString());
      finding.position().ifPresent(position -> assertInside(position, bytes));
    }
    return manifest.isPresent();
  }

  private static void assertShowable(String message) {
    assertThat(message.length()).isLessThan(1_000);
    assertThat(message.chars().allMatch(c -> (c >= 0x20 && c < 0x7f) || c == '…'))
        .as(message)
        .isTrue();
  }

  /** The end of the file counts: that is where something is missing. */
  private static void assertInside(Position position, byte[] bytes) {
    int line = 1;
    int length = 0;
    for (int i = 0; i < bytes.length && line <= position.line(); i++) {
      if (bytes[i] == '\n'
          || (bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n'))) {
        line++;
        length = line > position.line() ? length : 0;
      } else {
        length++;
      }
    }
    assertThat(position.line()).isBetween(1, line);
    assertThat(position.column()).as("column of %s", position).isBetween(1, length + 1);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void every_file_of_the_corpus_ends_in_a_manifest_or_in_findings(Path file) throws IOException {
    var accepted = holds(Files.readAllBytes(file));
    // What is refused for what it is named after must not slip through by another way.
    if (file.getFileName().toString().matches("deep_.*|billion.*|nul|utf_16.*|tag_javax")) {
      assertThat(accepted).isFalse();
    }
  }

  @Test
  void a_manifest_of_10_mb_is_refused_unread() throws IOException {
    var text = "name: " + "x".repeat(10 << 20);
    Files.writeString(directory.resolve("MANIFEST"), text, StandardCharsets.UTF_8);
    var findings = new Findings();
    long before = THREADS.getCurrentThreadAllocatedBytes();

    var read =
        PackageText.read(directory, "MANIFEST", ManifestReader.MAX_BYTES, findings)
            .or(Optional::empty);

    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    assertThat(read).isEmpty();
    assertThat(findings.all())
        .extracting(PackageFinding::toString)
        .containsExactly("MANIFEST: 10485766 B (expected: at most 65536 B)");
  }

  @Test
  void mutated_manifests_end_in_a_manifest_or_in_findings() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    int iterations = Integer.getInteger("iterations", 50_000);
    var mutator = new ManifestMutator(contents());
    int accepted = 0;
    int slow = 0;
    for (int i = 0; i < iterations; i++) {
      var bytes = mutator.next(new SplittableRandom(seed + i));
      long memory = THREADS.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      try {
        accepted += holds(bytes) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("-Dseed=" + (seed + i) + " -Diterations=1", e);
      }
      // The first ones pay for the compiler.
      slow += i > 10_000 && System.nanoTime() - start > SLOW.toNanos() ? 1 : 0;
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - memory)
          .as("bytes for -Dseed=%d -Diterations=1", seed + i)
          .isLessThan(MEMORY_LIMIT_BYTES);
    }
    assertThat(slow).as("slower than %s, -Dseed=%d", SLOW, seed).isLessThan(3 + iterations / 1_000);
    // A fuzzer that is always refused at the door tests nothing.
    if (iterations >= 1_000) {
      assertThat(accepted).isGreaterThan(iterations / 100);
    }
  }

  private static List<byte[]> contents() throws IOException {
    var contents = new ArrayList<byte[]>();
    for (var file : corpus()) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }
}
