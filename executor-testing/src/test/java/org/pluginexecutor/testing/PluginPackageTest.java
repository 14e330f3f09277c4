// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginPackageTest {
  @TempDir private Path place;

  private void write(String name, String text) throws IOException {
    Path file = place.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private static List<String> names(byte[] bytes) throws IOException {
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  void a_directory_becomes_the_same_zip_each_time() throws IOException {
    write("main.py", "x");
    write("lib/a.py", "y");
    byte[] first = PluginPackage.read(place);
    write("main.py", "x");

    assertThat(names(first)).containsExactly("lib/a.py", "main.py");
    assertThat(PluginPackage.read(place)).isEqualTo(first);
  }

  @Test
  void byte_code_and_what_is_ignored_stay_out() throws IOException {
    write("main.py", "x");
    write("lib/__pycache__/a.pyc", "y");
    write("old.pyc", "y");
    write(".git/config", "y");
    write("tests/test_main.py", "y");
    write("lib/notes.txt", "y");
    write("lib/deep/notes.txt", "y");
    write(".pluginignore", "# not for gateways\n\ntests/\n/lib/*.txt\n");

    assertThat(names(PluginPackage.read(place))).containsExactly("lib/deep/notes.txt", "main.py");
  }

  @Test
  void a_link_is_refused() throws IOException {
    write("main.py", "x");
    Files.createSymbolicLink(place.resolve("secret"), Path.of("/etc/passwd"));

    assertThatThrownBy(() -> PluginPackage.read(place))
        .isInstanceOf(PluginRefusedException.class)
        .hasMessage(place + ": secret: no plain file (expected: files and directories)");
  }

  @Test
  void a_file_is_taken_as_it_is() throws IOException {
    write("door.zip", "whatever");

    assertThat(PluginPackage.read(place.resolve("door.zip"))).asString().isEqualTo("whatever");
  }

  @Test
  void nothing_at_all_is_said_with_its_path() {
    assertThatThrownBy(() -> PluginPackage.read(place.resolve("dor")))
        .isInstanceOf(PluginRefusedException.class)
        .hasMessage(
            place.resolve("dor") + ": no such file (expected: directory or zip of a plugin)");
  }
}
