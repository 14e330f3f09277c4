// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

class OutputReaderTest {
  private static final OutputLimits WIDE = new OutputLimits(1 << 20, 10_000, 64);

  private final List<String> lines = new ArrayList<>();

  private OutputCount read(ReadableByteChannel channel, OutputLimits limits) {
    var reader = new OutputReader(channel, limits, lines::add);
    reader.readAll();
    return reader.count();
  }

  private OutputCount read(String text, OutputLimits limits) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return read(Channels.newChannel(new ByteArrayInputStream(bytes)), limits);
  }

  /** Gives the bytes in pieces of one size. */
  private record Pieces(ByteBuffer bytes, int size) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(size, Math.min(bytes.remaining(), target.remaining()));
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void cuts_the_stream_into_lines_without_their_ends() {
    assertThat(read("a\n\nb c\r\nd", WIDE)).isEqualTo(new OutputCount(9, 0));
    assertThat(lines).containsExactly("a", "", "b c\r", "d");
  }

  @Test
  void makes_no_line_of_nothing() {
    assertThat(read("", WIDE)).isEqualTo(new OutputCount(0, 0));
    assertThat(lines).isEmpty();
  }

  @Test
  void makes_no_empty_line_after_a_final_line_end() {
    read("a\n", WIDE);

    assertThat(lines).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10_000})
  void finds_the_same_lines_however_the_bytes_arrive(int size) {
    var text = "first\nzwölf €uro 🔑\n\nlast";
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));

    read(new Pieces(bytes, size), WIDE);

    assertThat(lines).containsExactly("first", "zwölf €uro 🔑", "", "last");
  }

  @Test
  void keeps_as_many_bytes_as_allowed_and_counts_the_rest() {
    assertThat(read("0123456789ab\ncd\n", new OutputLimits(10, 100, 64)))
        .isEqualTo(new OutputCount(16, 6));
    assertThat(lines).containsExactly("0123456789");
  }

  @Test
  void drops_nothing_of_what_fits_exactly() {
    assertThat(read("012345678\n", new OutputLimits(10, 100, 64)))
        .isEqualTo(new OutputCount(10, 0));
    assertThat(lines).containsExactly("012345678");
  }

  @Test
  void keeps_as_many_lines_as_allowed_and_counts_the_rest() {
    assertThat(read("a\nb\nc\nd", new OutputLimits(100, 2, 64))).isEqualTo(new OutputCount(7, 3));
    assertThat(lines).containsExactly("a", "b");
  }

  @Test
  void counts_the_pieces_of_a_long_line_as_lines() {
    read("x".repeat(200), new OutputLimits(1000, 2, 64));

    assertThat(lines).containsExactly("x".repeat(64), "x".repeat(64));
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "10, 0"})
  void keeps_nothing_when_nothing_is_allowed(int bytes, int maxLines) {
    assertThat(read("a\nb", new OutputLimits(bytes, maxLines, 64)))
        .isEqualTo(new OutputCount(3, 3));
    assertThat(lines).isEmpty();
  }

  @Test
  void cuts_a_long_line_into_pieces() {
    read("x".repeat(64 + 64 + 1) + "\ny", WIDE);

    assertThat(lines).containsExactly("x".repeat(64), "x".repeat(64), "x", "y");
  }

  @Test
  void does_not_cut_a_line_of_exactly_the_longest_length() {
    read("x".repeat(64) + "\n" + "y".repeat(64), WIDE);

    assertThat(lines).containsExactly("x".repeat(64), "y".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "€", "🔑"})
  void cuts_between_characters(String character) {
    for (int before = 55; before <= 64; before++) {
      lines.clear();
      var text = "x".repeat(before) + character.repeat(40);

      read(text, WIDE);

      assertThat(String.join("", lines)).as("%d before", before).isEqualTo(text);
      assertThat(lines)
          .allSatisfy(line ->
              assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(64));
    }
  }

  @Test
  void cuts_bytes_that_belong_to_no_character_anywhere() {
    var bytes = new byte[150];
    java.util.Arrays.fill(bytes, (byte) 0x80);

    read(new Pieces(ByteBuffer.wrap(bytes), 1000), WIDE);

    assertThat(lines)
        .containsExactly("\\x80".repeat(64), "\\x80".repeat(64), "\\x80".repeat(150 - 128));
  }

  @Test
  void loses_no_byte_of_random_output() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      lines.clear();
      var bytes = new byte[random.nextInt(400)];
      for (int b = 0; b < bytes.length; b++) {
        bytes[b] =
            (byte)
                (random.nextInt(3) == 0
                    ? random.nextInt(256)
                    : "🔑€é".getBytes(StandardCharsets.UTF_8)[random.nextInt(9)]);
        if (bytes[b] == '\n' || bytes[b] == '\\') {
          bytes[b] = 'n';
        }
      }

      read(new Pieces(ByteBuffer.wrap(bytes), 1 + random.nextInt(20)), WIDE);

      assertThat(encoded(String.join("", lines))).as("-Dseed=%d", seed).isEqualTo(bytes);
    }
  }

  /** The bytes that a decoded text stands for. */
  private static byte[] encoded(String text) {
    var hex = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '\\') {
        hex.append(text, i + 2, i + 4);
        i += 4;
      } else {
        int c = text.codePointAt(i);
        var bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        hex.append(HexFormat.of().formatHex(bytes));
        i += Character.charCount(c);
      }
    }
    return HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "61ff62, a\\xffb",
    "c3, \\xc3",
    "e282, \\xe2\\x82",
    "f09f94, \\xf0\\x9f\\x94",
    "c3c3a9, \\xc3é",
    "c0af, \\xc0\\xaf",
    "eda080, \\xed\\xa0\\x80",
    "f8888080, \\xf8\\x88\\x80\\x80",
    "f4908080, \\xf4\\x90\\x80\\x80",
    "f09f9491, 🔑",
    "e282ac, €",
  })
  void escapes_bytes_that_are_no_utf_8(String hex, String expected) {
    assertThat(OutputReader.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
        .isEqualTo(expected);
  }

  @Test
  void keeps_what_came_before_the_channel_was_closed_under_it() {
    var closing =
        new ReadableByteChannel() {
          private boolean first = true;

          @Override
          public int read(ByteBuffer target) throws IOException {
            if (!first) {
              throw new java.nio.channels.AsynchronousCloseException();
            }
            first = false;
            target.put((byte) 'a');
            return 1;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };

    assertThat(read(closing, WIDE)).isEqualTo(new OutputCount(1, 0));
    assertThat(lines).containsExactly("a");
  }
}
