// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShimSourcesTest {
  private static final Path SOURCES = Path.of("..", "python-shim", "src", "pluginshim");

  @TempDir Path directory;

  @Test
  void unpacks_every_file_of_the_shim() throws IOException {
    var main = ShimSources.unpackInto(directory);

    assertThat(main).isEqualTo(directory.resolve("pluginshim").resolve("__main__.py"));
    try (var sources = Files.newDirectoryStream(SOURCES, "*.py")) {
      for (var source : sources) {
        assertThat(main.resolveSibling(source.getFileName())).hasSameBinaryContentAs(source);
      }
    }
  }

  @Test
  void does_not_mix_with_what_lies_there_already() throws IOException {
    ShimSources.unpackInto(directory);

    assertThatThrownBy(() -> ShimSources.unpackInto(directory))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
