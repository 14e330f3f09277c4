// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes strange MANIFEST files out of a corpus: the same one for the same random numbers.
 * Immutable.
 */
final class ManifestMutator {
  private static final List<String> PIECES =
      List.of(
          "name: ",
          "version: ",
          "type: aa\n",
          "api: 1.0\n",
          "entry_point: main.py\n",
          "scb_max_version: ",
          ": ",
          "\n",
          "- ",
          "[",
          "]",
          "{",
          "}",
          "&a ",
          "*a",
          "!!str ",
          "!x ",
          "!!python/object:a.B ",
          "!!javax.script.ScriptEngineManager ",
          "!<",
          "? ",
          "'",
          "\"",
          "|\n ",
          ">-\n",
          ">9\n",
          "#",
          " #",
          "%",
          "%YAML 1.1\n",
          "%TAG ! x\n",
          "---\n",
          "...\n",
          ",",
          "\t",
          "  ",
          "\\x",
          "\\u202e",
          "\\UFFFFFFFF",
          "\r",
          "\r\n",
          "\0",
          "\u0085",
          "\u2028",
          "\u202e",
          "\ufeff",
          "é",
          "🔑",
          "\uffff",
          "<<: *a\n",
          "~",
          "1.0",
          "99999999999999999999",
          "@",
          "`",
          "&a",
          "=",
          ": :",
          "- - ");

  private static final int MAX_BYTES = 64 << 10;

  private final List<byte[]> corpus;
  private final List<byte[]> small;

  ManifestMutator(List<byte[]> corpus) {
    this.corpus = List.copyOf(corpus);
    this.small = corpus.stream().filter(bytes -> bytes.length <= 4_000).toList();
  }

  byte[] next(SplittableRandom random) {
    // The large ones are slow to read and all alike.
    var bytes = any(random.nextInt(50) == 0 ? corpus : small, random);
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      bytes = mutated(bytes, random);
    }
    return bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
  }

  private byte[] mutated(byte[] bytes, SplittableRandom random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(40));
    return switch (random.nextInt(9)) {
      case 0 -> replaced(bytes, from, Math.min(from + 1, bytes.length), one(random.nextInt(256)));
      case 1 -> replaced(bytes, from, to, new byte[0]);
      case 2, 3, 4 -> replaced(bytes, from, from, piece(random));
      case 5 -> replaced(bytes, from, to, piece(random));
      case 6 -> {
        var range = Arrays.copyOfRange(bytes, from, to);
        yield replaced(bytes, to, to, repeated(range, often(random, 20)));
      }
      case 7 -> {
        var other = any(small, random);
        int start = random.nextInt(other.length + 1);
        int end = Math.min(other.length, start + random.nextInt(80));
        yield replaced(bytes, from, from, Arrays.copyOfRange(other, start, end));
      }
      default -> replaced(bytes, from, from, repeated(piece(random), often(random, 300)));
    };
  }

  private static byte[] any(List<byte[]> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }

  /** Mostly few, sometimes so many that the file becomes as large as it may be. */
  private static int often(SplittableRandom random, int few) {
    return random.nextInt(random.nextInt(500) == 0 ? 60_000 : few);
  }

  private static byte[] piece(SplittableRandom random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] one(int value) {
    return new byte[] {(byte) value};
  }

  private static byte[] repeated(byte[] bytes, int times) {
    int count = bytes.length == 0 ? 0 : Math.min(times, MAX_BYTES / bytes.length);
    var all = new byte[bytes.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    var result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }
}
