// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the code in docs/TESTING.md against the samples that are compiled and run here. */
class DocumentationTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path SAMPLES = Path.of("src/test/java/org/example/gateway");
  private static final Path PLUGIN = Path.of("src/test/plugins/door");
  private static final Pattern BLOCK =
      Pattern.compile("```(java|python|yaml)\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern SETTING = Pattern.compile("`([a-z]+\\.(?!py)[a-z-]+)`");

  @Test
  void every_block_of_code_is_one_of_a_sample() throws IOException {
    var samples = new StringBuilder();
    for (Path directory : List.of(SAMPLES, PLUGIN)) {
      try (var files = Files.list(directory)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          samples.append(Files.readString(file));
        }
      }
    }
    var blocks =
        BLOCK
            .matcher(Files.readString(DOCS.resolve("TESTING.md")))
            .results()
            .map(block -> block.group(2))
            .toList();

    assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
    assertThat(blocks).allSatisfy(block -> assertThat(samples).contains(block));
  }

  @Test
  void every_setting_that_is_named_is_one_of_the_server() throws IOException {
    var settings = Files.readString(DOCS.resolve("CONFIG.md"));
    var named =
        SETTING
            .matcher(Files.readString(DOCS.resolve("TESTING.md")))
            .results()
            .map(setting -> setting.group(1))
            .toList();

    assertThat(named).isNotEmpty();
    assertThat(named).allSatisfy(key -> assertThat(settings).contains("| `" + key + "` |"));
  }
}
