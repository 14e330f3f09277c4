// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchDirectoriesTest {
  @TempDir Path home;

  @Test
  void looks_into_the_search_path_in_its_order() {
    assertThat(SearchDirectories.of(Map.of("PATH", "/b:/a::/c", "HOME", home.toString())))
        .containsExactly(Path.of("/b"), Path.of("/a"), Path.of("."), Path.of("/c"));
  }

  @Test
  void has_a_search_path_where_the_environment_has_none() {
    assertThat(SearchDirectories.of(Map.of()))
        .startsWith(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"));
  }

  @Test
  void looks_into_the_installations_of_pyenv_last() throws IOException {
    var versions = home.resolve(".pyenv").resolve("versions");
    Files.createDirectories(versions.resolve("3.9.1"));
    Files.createDirectories(versions.resolve("3.11.2"));

    assertThat(SearchDirectories.of(Map.of("PATH", "/a", "HOME", home.toString())))
        .startsWith(Path.of("/a"))
        .containsExactlyInAnyOrder(
            Path.of("/a"), versions.resolve("3.9.1/bin"), versions.resolve("3.11.2/bin"));
  }
}
