// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.KeyFiles;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.secret.StoreKeys;

class BackupFileTest {
  private static final Instant CREATE_TIME = Instant.parse("2026-11-21T10:15:30.123456789Z");

  @TempDir Path directory;
  private Path file = Path.of("");
  private Path into = Path.of("");
  private KeyEncryption encryption = KeyEncryption.byFile(Path.of(""));

  @BeforeEach
  void make_places() throws IOException {
    file = directory.resolve("backup");
    into = Files.createDirectory(directory.resolve("into"));
    KeyFiles.create(directory.resolve("store.key"));
    encryption = KeyEncryption.byFile(directory.resolve("store.key"));
  }

  /** Adds entries to a backup. */
  @FunctionalInterface
  private interface Entries {
    void addTo(BackupWriter writer) throws IOException;
  }

  private byte[] backup(boolean sealed, Entries entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var writer = open(bytes, sealed)) {
      entries.addTo(writer);
      writer.finish();
    }
    return bytes.toByteArray();
  }

  private BackupWriter open(OutputStream out, boolean sealed) throws IOException {
    if (!sealed) {
      return BackupWriter.open(out, CREATE_TIME, StoreCipher.none(), Optional.empty());
    }
    var keys = StoreKeys.generate(encryption);
    return BackupWriter.open(out, CREATE_TIME, keys.cipher(), Optional.of(keys.wrapped()));
  }

  private byte[] small(boolean sealed) throws IOException {
    return backup(
        sealed,
        writer -> {
          writer.add("index", text("one\n"));
          writer.add("plugins/a.zip", text("PK"));
        });
  }

  private Backup read(byte[] bytes) throws IOException {
    return read(bytes, KeyOpener.of(encryption));
  }

  private Backup read(byte[] bytes, KeyOpener keys) throws IOException {
    Files.write(file, bytes);
    return BackupReader.read(file, into, keys);
  }

  private String refusal(byte[] bytes) throws IOException {
    var thrown = catchThrowable(() -> read(bytes));
    assertThat(thrown).isInstanceOf(ExecutorException.class);
    assertThat(into).isEmptyDirectory();
    var error = ((ExecutorException) thrown).error();
    assertThat(error).isInstanceOf(ExecutorError.InvalidBackup.class);
    return ((ExecutorError.InvalidBackup) error).found();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_went_in_comes_out(boolean sealed) throws IOException {
    var random = new Random(4711);
    var names = new ArrayList<String>();
    var contents = new ArrayList<byte[]>();
    for (int i = 0; i < 200; i++) {
      names.add(i % 3 == 0 ? "top-" + i : "dir_" + i % 7 + "/entry." + i);
      contents.add(new byte[i % 5 == 0 ? 0 : random.nextInt(40_000)]);
      random.nextBytes(contents.getLast());
    }
    var bytes =
        backup(
            sealed,
            writer -> {
              for (int i = 0; i < 200; i++) {
                if (i % 2 == 0) {
                  writer.add(names.get(i), contents.get(i));
                } else {
                  writer.add(
                      names.get(i), Files.write(directory.resolve("source"), contents.get(i)));
                }
              }
            });

    var backup = read(bytes);

    assertThat(backup).isEqualTo(new Backup(CREATE_TIME, sealed, names));
    for (int i = 0; i < 200; i++) {
      assertThat(into.resolve(names.get(i))).hasBinaryContent(contents.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_backup_of_nothing_is_a_backup(boolean sealed) throws IOException {
    assertThat(read(backup(sealed, _ -> {})).names()).isEmpty();
  }

  @Test
  void what_is_unpacked_is_for_the_server_alone() throws IOException {
    read(small(false));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(into.resolve("index"))))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(into.resolve("plugins"))))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_flipped_byte_is_seen(boolean sealed) throws IOException {
    var bytes = small(sealed);
    for (int i = 0; i < bytes.length; i++) {
      var flipped = bytes.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      assertThat(refusal(flipped)).as("byte %s", i).contains("(expected: ");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_cut_is_seen(boolean sealed) throws IOException {
    var bytes = small(sealed);
    for (int length = 0; length < bytes.length; length++) {
      assertThat(refusal(Arrays.copyOf(bytes, length))).as("%s bytes", length).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytes_behind_the_end_are_seen(boolean sealed) throws IOException {
    var bytes = small(sealed);

    assertThat(refusal(Arrays.copyOf(bytes, bytes.length + 1)))
        .isEqualTo(
            sealed
                ? "damaged or cut off (expected: the bytes that were written)"
                : "bytes behind its end (expected: none)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void without_its_end_a_backup_is_cut_off(boolean sealed) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var writer = open(bytes, sealed)) {
      writer.add("index", new byte[1 << 20]);
      writer.add("more", new byte[1 << 20]);
    }

    assertThat(refusal(bytes.toByteArray())).contains("cut off (expected");
  }

  @Test
  void nothing_of_a_sealed_backup_can_be_read() throws IOException {
    var bytes = small(true);

    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .startsWith("plugin-executor-backup 1 sealed\n")
        .doesNotContain("index", "plugins/a.zip", "one\n");
  }

  @Test
  void another_key_is_told_from_damage() throws IOException {
    var bytes = small(true);
    KeyFiles.create(directory.resolve("other.key"));
    var other = KeyEncryption.byFile(directory.resolve("other.key"));

    for (var keys : List.of(KeyOpener.of(other), KeyOpener.none())) {
      assertThatThrownBy(() -> read(bytes, keys))
          .isInstanceOf(ExecutorException.class)
          .extracting(e -> ((ExecutorException) e).error())
          .isEqualTo(
              new ExecutorError.BackupNotReadable(
                  "encrypted with a key that is not this server's"));
      assertThat(into).isEmptyDirectory();
    }
  }

  @Test
  void a_plain_backup_needs_no_key() throws IOException {
    assertThat(read(small(false), KeyOpener.none()).encrypted()).isFalse();
  }

  @Test
  void a_body_belongs_to_the_wrapped_key_before_it() throws IOException {
    var keys = StoreKeys.generate(encryption);
    var bytes = new ByteArrayOutputStream();
    // The cipher is of these keys, but the wrapped form is that of others.
    var others = StoreKeys.generate(encryption).wrapped();
    try (var writer = BackupWriter.open(bytes, CREATE_TIME, keys.cipher(), Optional.of(others))) {
      writer.finish();
    }
    assertThat(refusal(bytes.toByteArray())).startsWith("damaged");

    var swapped = bytes.toByteArray();
    System.arraycopy(keys.wrapped(), 0, swapped, 32 + Integer.BYTES, keys.wrapped().length);
    assertThat(refusal(swapped)).startsWith("damaged");
  }

  @Test
  void a_key_that_cannot_be_asked_for_is_a_fault_of_this_machine() throws IOException {
    var bytes = small(true);
    Files.delete(directory.resolve("store.key"));

    assertThatThrownBy(() -> read(bytes)).isInstanceOf(NoSuchFileException.class);
    assertThat(into).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "sealed", "sealed zstd"})
  void another_version_says_what_to_do(String kind) throws IOException {
    assertThat(refusal(text("plugin-executor-backup 2 " + kind + "\n…")))
        .isEqualTo(
            "format version 2 (expected: 1; restore it with the release that made it, or with a"
                + " later one)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plugin-executor-backup 1 plain",
        "PK\u0003\u0004",
        "\n",
        "plugin-executor-backup x plain\n",
        "plugin-executor-backup 99999999999 plain\n",
      })
  void what_is_no_backup_is_called_so(String start) throws IOException {
    assertThat(refusal(text(start))).startsWith("no backup of plugin-executor (expected");
    assertThat(refusal(text("x".repeat(100_000) + start))).startsWith("no backup");
  }

  @Test
  void a_directory_that_holds_something_is_not_unpacked_into() throws IOException {
    var bytes = small(false);
    Files.writeString(into.resolve("mine"), "mine");

    assertThatThrownBy(() -> read(bytes)).isInstanceOf(IllegalArgumentException.class);

    assertThat(into.resolve("mine")).hasContent("mine");
  }

  @Test
  void closing_twice_or_after_a_failure_does_no_harm() throws IOException {
    var writer = open(new ByteArrayOutputStream(), true);
    assertThatThrownBy(() -> writer.add("index", directory.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
    writer.add("index", text("still open"));
    writer.finish();

    assertThatThrownBy(() -> writer.add("late", text("late")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    writer.close();
    writer.close();
  }

  @Test
  void a_backup_cannot_be_finished_after_half_an_entry() throws IOException {
    var writer = open(new FullDisk(), false);

    assertThatThrownBy(() -> writer.add("index", new byte[1 << 20])).hasMessage("disk full");

    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_cipher_comes_with_its_key() {
    assertThatThrownBy(() ->
            BackupWriter.open(
                OutputStream.nullOutputStream(),
                CREATE_TIME,
                StoreCipher.none(),
                Optional.of(new byte[1])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_largest_entry_fits_and_nothing_larger(boolean sealed) throws IOException {
    var source = Files.write(directory.resolve("source"), new byte[64 << 20]);
    try (var writer = open(Files.newOutputStream(file), sealed)) {
      writer.add("large", source);
      writer.finish();
    }

    BackupReader.read(file, into, KeyOpener.of(encryption));

    assertThat(Files.mismatch(into.resolve("large"), source)).isNegative();
    Files.write(source, new byte[1], StandardOpenOption.APPEND);
    try (var writer = open(OutputStream.nullOutputStream(), sealed)) {
      assertThatThrownBy(() -> writer.add("large", source))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("entry: large: 67108865 B (expected: at most 67108864 B)");
    }
  }

  /** Takes nothing. */
  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("disk full");
    }
  }
}
