// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.secret.KeyEncryption;

class CreateKeyTest {
  @TempDir Path directory;

  @Test
  void create_key_makes_a_key_and_says_what_to_do_with_it() throws IOException {
    var file = directory.resolve("store.key");

    var created = Captured.run("store", "create-key", file.toString());

    assertThat(created.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(created.err()).isEmpty();
    assertThat(created.out())
        .startsWith("created: " + file + "\n")
        .contains("Keep it apart from the data directory")
        .contains("Make a copy in a safe place: without it stored configurations cannot be read.");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var encryption = KeyEncryption.byFile(file);
    var key = "key".getBytes(StandardCharsets.UTF_8);
    assertThat(encryption.unwrap(encryption.wrap(key))).isEqualTo(key);
  }

  @Test
  void create_key_never_overwrites() throws IOException {
    var file = Files.writeString(directory.resolve("store.key"), "mine");

    var created = Captured.run("store", "create-key", file.toString());

    assertThat(created.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(created.err())
        .isEqualTo(
            "plugin-executor: " + file + ": is there already (expected: a name that is free)\n");
    assertThat(file).hasContent("mine");
  }

  @Test
  void create_key_needs_a_directory_that_is_there() {
    var file = directory.resolve("missing/store.key");

    var created = Captured.run("store", "create-key", file.toString());

    assertThat(created.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(created.out()).isEmpty();
    assertThat(created.err()).startsWith("plugin-executor: " + file + ": cannot be written (");
  }
}
