// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackerTest {
  @TempDir Path directory;

  @Test
  void packs_sorted_files_and_skips_what_is_no_source() throws IOException {
    var plugin = Samples.obedient(directory.resolve("plugin"));
    for (var name : List.of("lib/z.py", "lib/a.py", "__pycache__/x", "lib/b.pyc", ".git/config")) {
      Files.createDirectories(plugin.resolve(name).getParent());
      Files.writeString(plugin.resolve(name), name);
    }

    assertThat(names(pack(plugin)))
        .containsExactly("MANIFEST", "default.cfg", "lib/a.py", "lib/z.py", "main.py");
  }

  @Test
  void packs_the_same_bytes_whenever_the_files_were_written() throws IOException {
    var plugin = Samples.obedient(directory.resolve("plugin"));
    byte[] first = pack(plugin);
    Files.setLastModifiedTime(plugin.resolve("main.py"), FileTime.fromMillis(1_000_000_000_000L));

    assertThat(pack(plugin)).isEqualTo(first);
  }

  @Test
  void follows_links_that_stay_inside() throws IOException {
    var plugin = Samples.obedient(directory.resolve("plugin"));
    Files.createSymbolicLink(plugin.resolve("same.py"), Path.of("main.py"));

    assertThat(names(pack(plugin))).contains("same.py");
  }

  @Test
  void refuses_links_that_lead_out_to_nothing_or_in_a_circle() throws IOException {
    var secret = Files.writeString(directory.resolve("secret"), "secret");
    assertRefused("out", secret, "leads out of");
    assertRefused("nothing", directory.resolve("none"), "a link to nothing");
    assertRefused("circle", Path.of("."), "no loop");
  }

  @Test
  void passes_a_zip_on_as_it_is() throws IOException {
    var zip = directory.resolve("x.zip");
    Files.write(zip, pack(Samples.obedient(directory.resolve("plugin"))));

    try (var opened = Packer.open(zip)) {
      assertThat(opened).hasBinaryContent(Files.readAllBytes(zip));
    }
  }

  private void assertRefused(String name, Path target, String message) throws IOException {
    var plugin = Samples.obedient(directory.resolve(name));
    Files.createSymbolicLink(plugin.resolve("link"), target);
    assertThatThrownBy(() -> pack(plugin))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining(message);
  }

  private static byte[] pack(Path plugin) throws IOException {
    try (var zip = Packer.open(plugin)) {
      return zip.readAllBytes();
    }
  }

  private static List<String> names(byte[] zip) throws IOException {
    var names = new ArrayList<String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
