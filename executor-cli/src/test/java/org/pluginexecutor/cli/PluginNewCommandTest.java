// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginNewCommandTest {
  @RegisterExtension final TemporaryDirectory temporary = new TemporaryDirectory();

  @ParameterizedTest
  @ValueSource(strings = {"aa", "credentialstore"})
  void a_new_plugin_passes_the_rules_of_an_upload(String type, @TempDir Path directory)
      throws IOException {
    var root = directory.resolve("mine");

    var made =
        Captured.run("plugin", "new", "my_plugin", "--type", type, "--directory", root.toString());

    assertThat(made.exitCode()).as(made.err()).isEqualTo(ExitCode.OK);
    assertThat(made.out())
        .startsWith("created: " + type + "/my_plugin in " + root + "\n")
        .contains("  main.py\n")
        .endsWith("  plugin-executor plugin run-scenario " + root + "\n");
    assertThat(Files.readString(root.resolve("MANIFEST")))
        .contains("name: my_plugin\n", "type: " + type + "\n", "api: 1.9\n");
    assertThat(root.resolve("default.cfg")).content().contains("my_plugin");
    var check = Captured.run("plugin", "check", root.toString());
    assertThat(check.err()).isEmpty();
    assertThat(check.out()).endsWith("valid: 0 errors, 0 warnings\n");
    assertThat(temporary.leftovers()).isEmpty();
  }

  @Test
  void only_what_the_plugin_needs_is_packed(@TempDir Path directory) throws IOException {
    var root = directory.resolve("mine");
    var zip = directory.resolve("mine.zip");
    Captured.run("plugin", "new", "mine", "--directory", root.toString());

    Captured.run("plugin", "pack", root.toString(), "-o", zip.toString());

    try (var packed = new ZipFile(zip.toFile())) {
      assertThat(packed.stream().map(ZipEntry::getName))
          .containsExactlyInAnyOrder("MANIFEST", "default.cfg", "main.py");
    }
  }

  @Test
  void overwrites_nothing_and_makes_nothing_then(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("default.cfg"), "mine");

    var made = Captured.run("plugin", "new", "mine", "--directory", directory.toString());

    assertThat(made.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(made.err())
        .isEqualTo(
            "plugin-executor: " + file + ": is there already (expected: a directory without it)\n");
    assertThat(file).hasContent("mine");
    assertThat(directory.resolve("MANIFEST")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1st", "my-plugin", "über", "a/b"})
  void refuses_names_that_no_server_takes(String name, @TempDir Path directory) {
    var made = Captured.run("plugin", "new", name, "--directory", directory.toString());

    assertThat(made.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(made.err())
        .contains("NAME: '" + name + "' (expected: a letter, then letters, digits");
  }
}
