// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.error.ExecutorError.InvalidBackup;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.secret.StoreCipher;

/** Backups whose digest is right and whose content is not: whoever made them was no writer. */
class HostileBackupTest {
  @TempDir Path directory;
  private Path into = Path.of("");

  @BeforeEach
  void make_a_place() throws IOException {
    into = Files.createDirectory(directory.resolve("into"));
  }

  /** Writes the middle of a backup. */
  @FunctionalInterface
  private interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] backup(Content content) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write("plugin-executor-backup 1 plain\n".getBytes(StandardCharsets.US_ASCII));
    content.writeTo(out);
    out.write(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    return bytes.toByteArray();
  }

  private static void time(DataOutputStream out) throws IOException {
    out.writeLong(1_795_000_000L);
    out.writeInt(0);
  }

  private static void entry(DataOutputStream out, String name, String content) throws IOException {
    var nameBytes = name.getBytes(StandardCharsets.UTF_8);
    out.writeShort(nameBytes.length);
    out.write(nameBytes);
    out.writeLong(content.length());
    out.writeBytes(content);
  }

  private Backup read(byte[] bytes) throws IOException {
    var file = Files.write(directory.resolve("backup"), bytes);
    return BackupReader.read(file, into, KeyOpener.none());
  }

  private String refusal(Content content) throws Exception {
    var bytes = backup(content);
    var thrown = catchThrowable(() -> read(bytes));
    assertThat(thrown).isInstanceOf(ExecutorException.class);
    assertThat(into).isEmptyDirectory();
    assertThat(directory).isDirectoryNotContaining("glob:**evil*");
    assertThat(((ExecutorException) thrown).error()).isInstanceOf(InvalidBackup.class);
    return ((InvalidBackup) ((ExecutorException) thrown).error()).found();
  }

  private String refusedNames(String... names) throws Exception {
    return refusal(out -> {
      time(out);
      for (var name : names) {
        entry(out, name, "x");
      }
      out.writeShort(0);
    });
  }

  @Test
  void the_format_is_as_it_is_described() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var writer =
        BackupWriter.open(
            bytes, Instant.ofEpochSecond(1_795_000_000L), StoreCipher.none(), Optional.empty())) {
      writer.add("a", "bc".getBytes(StandardCharsets.US_ASCII));
      writer.finish();
    }

    assertThat(bytes.toByteArray())
        .isEqualTo(
            backup(out ->
                out.write(
                    HexFormat.of()
                        .parseHex(
                            "000000006afd86c0"
                                + "00000000"
                                + "0001"
                                + "61"
                                + "0000000000000002"
                                + "6263"
                                + "0000"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "/evil",
        "a/../evil",
        "a/b/evil",
        "..",
        ".",
        "a/..",
        "./evil",
        "a/",
        "/",
        "a//evil",
        "evil\n",
        "evil\u0000",
        "a\\evil",
        "évil",
        "evil ",
        "-/../evil",
      })
  void names_that_try_to_leave_are_refused(String name) throws Exception {
    assertThat(refusedNames("good", name))
        .startsWith("entry: ")
        .contains("(expected: one or two parts of A-Z a-z 0-9 . _ - joined by /")
        .doesNotContain("\n", "\u0000");
    try (var writer =
        BackupWriter.open(
            OutputStream.nullOutputStream(), Instant.EPOCH, StoreCipher.none(), Optional.empty())) {
      assertThatThrownBy(() -> writer.add(name, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void names_of_the_right_form_are_taken() throws Exception {
    var longest = "x".repeat(255) + "/" + "y".repeat(255);
    var backup =
        read(
            backup(out -> {
              time(out);
              for (var name : new String[] {".hidden", "...", "-", "a/..b", longest}) {
                entry(out, name, "x");
              }
              out.writeShort(0);
            }));

    assertThat(backup.names()).containsExactly(".hidden", "...", "-", "a/..b", longest);
    assertThat(into.resolve(longest)).hasContent("x");
  }

  @Test
  void a_name_is_there_once() throws Exception {
    assertThat(refusedNames("a", "a")).startsWith("entry: a (expected: another name");
    assertThat(refusedNames("a", "a/b")).startsWith("entry: a/b (expected: another name");
    assertThat(refusedNames("a/b", "a")).startsWith("entry: a (expected: another name");
  }

  @Test
  void a_name_has_a_bounded_length() throws Exception {
    assertThat(refusedNames("x".repeat(512))).isEqualTo("name of 512 B (expected: at most 511 B)");
    assertThat(refusedNames("x".repeat(256))).startsWith("entry: xxx");
  }

  @ParameterizedTest
  @ValueSource(longs = {(64L << 20) + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void a_size_that_is_too_large_is_refused_before_anything_is_read(long size) throws Exception {
    assertThat(
            refusal(out -> {
              time(out);
              out.writeShort(1);
              out.writeBytes("a");
              out.writeLong(size);
            }))
        .startsWith("entry: a: ")
        .endsWith(" B (expected: at most 67108864 B)");
  }

  @Test
  void entries_are_counted() {
    var names = new EntryNames();
    for (int i = 0; i < 100_000; i++) {
      assertThat(names.add("e" + i)).isEmpty();
    }

    assertThat(names.add("one-more"))
        .contains("more entries than expected (expected: at most 100000)");
  }

  @Test
  void a_time_that_is_none_is_refused() throws Exception {
    assertThat(refusal(out -> out.writeLong(Long.MAX_VALUE))).startsWith("made at no time");
  }

  @Test
  void a_wrapped_key_has_a_bounded_length() throws IOException {
    for (int length : new int[] {0, -1, (64 << 10) + 1}) {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.writeBytes("plugin-executor-backup 1 sealed\n");
      out.writeInt(length);
      assertThatThrownBy(() -> read(bytes.toByteArray()))
          .isInstanceOf(ExecutorException.class)
          .hasMessageContaining("wrapped key of");
    }
  }
}
