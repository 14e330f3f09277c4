// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
  private static final byte[] KEY = "the store's key".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void create_a_key() throws IOException {
    file = directory.resolve("store.key");
    KeyFiles.create(file);
  }

  /** The key material as it stands in the JSON. */
  private String secret() throws IOException {
    var matcher = Pattern.compile("\"value\": ?\"([^\"]+)\"").matcher(Files.readString(file));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void a_key_file_is_for_its_owner_alone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file).content().contains("AesGcmKey");
  }

  @Test
  void a_key_is_never_overwritten() throws IOException {
    var before = Files.readString(file);

    assertThatThrownBy(() -> KeyFiles.create(file)).isInstanceOf(FileAlreadyExistsException.class);

    assertThat(file).hasContent(before);
  }

  @Test
  void no_key_file_is_made_where_there_is_no_directory() {
    assertThatThrownBy(() -> KeyFiles.create(directory.resolve("missing/store.key")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void two_key_files_hold_two_keys() throws IOException {
    var other = directory.resolve("other.key");
    KeyFiles.create(other);
    var wrapped = KeyEncryption.byFile(file).wrap(KEY);

    assertThat(KeyEncryption.byFile(file).unwrap(wrapped)).isEqualTo(KEY);
    assertThatThrownBy(() -> KeyEncryption.byFile(other).unwrap(wrapped))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("another key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void a_key_file_that_is_open_to_others_is_not_used(String mode) throws IOException {
    var encryption = KeyEncryption.byFile(file);
    var wrapped = encryption.wrap(KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> encryption.wrap(KEY))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "key file: %s: mode %s (expected: open to its owner alone; chmod 600 %s)",
            file, mode, file);
    assertThatThrownBy(() -> encryption.unwrap(wrapped)).hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "empty", "other json", "not json"})
  void a_damaged_key_file_is_named_and_not_quoted(String damage) throws IOException {
    var secret = secret();
    var json = Files.readString(file);
    Files.writeString(
        file,
        switch (damage) {
          case "cut" -> json.substring(0, json.indexOf(secret) + secret.length());
          case "empty" -> "";
          case "other json" -> "{\"" + secret + "\": 1}";
          default -> secret;
        });

    assertThatThrownBy(() -> KeyEncryption.byFile(file).wrap(KEY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + ": holds no key")
        .hasMessageContaining("store create-key")
        .hasNoCause()
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain(secret);
  }

  @Test
  void a_missing_key_file_is_an_io_failure() throws IOException {
    Files.delete(file);

    assertThatThrownBy(() -> KeyEncryption.byFile(file).wrap(KEY))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void its_text_form_says_nothing() {
    assertThat(KeyEncryption.byFile(file)).hasToString("KeyEncryption[by file]");
  }
}
