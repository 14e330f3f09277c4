// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/CONFIG.md against the table of settings. */
class ConfigPageTest {
  private static final Path PAGE = Path.of("..", "docs", "CONFIG.md");

  /** key, value, default, flag, meaning. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `[a-z.-]+` \\|.*\\|$", Pattern.MULTILINE);

  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  static String row(ConfigKey<?> key) {
    return "| `%s` | %s | %s | %s | %s%s |"
        .formatted(
            key.name(),
            key.form().expected(),
            key.defaultText(),
            key.flag().map(flag -> "`" + flag + "`").orElse("-"),
            key.meaning(),
            key.isSecret() ? " Secret: never shown." : "");
  }

  @Test
  void the_page_has_a_row_for_each_key_in_their_order() throws IOException {
    var rows = ROW.matcher(Files.readString(PAGE)).results().map(row -> row.group()).toList();

    assertThat(rows)
        .containsExactlyElementsOf(ConfigKeys.all().stream().map(ConfigPageTest::row).toList());
  }

  @Test
  void every_section_has_a_heading() throws IOException {
    var page = Files.readString(PAGE);

    for (var key : ConfigKeys.all()) {
      var heading = key.section().isEmpty() ? key.name() : key.section();
      assertThat(page.substring(0, page.indexOf(row(key)))).contains("\n### `" + heading + "`");
    }
  }

  @Test
  void the_example_of_the_page_is_one(@TempDir Path directory) throws Exception {
    var example = EXAMPLE.matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();
    var file = Files.writeString(directory.resolve("server.yaml"), example.group(1));

    var effective =
        ConfigLoader.load(
            new ConfigSources(
                directory, Optional.of(file), Map.of(), Map.<ConfigKey<?>, List<String>>of()));

    assertThat(effective.config().sandbox().limits().memoryBytes()).isEqualTo(256L << 20);
    assertThat(effective.origin(ConfigKeys.PORT)).isEqualTo(new Origin.Line(file, 3));
  }
}
