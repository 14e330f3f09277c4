// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.value.PluginValue;

/** Holds the table of the contract against docs/CONTRACT.md, row by row. */
class ContractPageTest {
  private static final Path PAGE = Path.of("..", "docs", "CONTRACT.md");
  private static final Pattern SECTION =
      Pattern.compile("^### `([a-z_]+)` \\(([a-z]+)\\)\n", Pattern.MULTILINE);

  /** argument, type, since, deprecated, and what it means. */
  private static final Pattern ARGUMENT =
      Pattern.compile(
          "^\\| `(\\w+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|$", Pattern.MULTILINE);

  /** result key, type, meaning. */
  private static final Pattern RESULT =
      Pattern.compile("^\\| `(\\w+)` \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  /** The text of each hook's section by its heading, in the order of the page. */
  private static Map<String, String> sections() throws IOException {
    var page = page();
    var headings = SECTION.matcher(page).results().toList();
    var sections = new LinkedHashMap<String, String>();
    for (int i = 0; i < headings.size(); i++) {
      int from = headings.get(i).end();
      int next = i + 1 < headings.size() ? headings.get(i + 1).start() : page.length();
      int chapter = page.indexOf("\n## ", from);
      var text = page.substring(from, chapter < 0 ? next : Math.min(next, chapter));
      var heading = headings.get(i);
      assertThat(sections.put(heading.group(2) + " " + heading.group(1), text)).isNull();
    }
    return sections;
  }

  static Stream<Arguments> hooks() {
    return Stream.of(PluginType.values())
        .flatMap(type ->
            type.contract().stream()
                .map(hook -> Arguments.of(type.manifestName() + " " + hook.name(), hook)));
  }

  @Test
  void has_a_section_for_every_hook_and_for_no_other() throws IOException {
    assertThat(sections().keySet())
        .containsExactlyElementsOf(hooks().map(row -> (String) row.get()[0]).toList());
  }

  @ParameterizedTest
  @MethodSource("hooks")
  void lists_the_arguments_of_the_table(String heading, Hook hook) throws IOException {
    assertThat(rows(ARGUMENT, sections().getOrDefault(heading, "")))
        .containsExactlyElementsOf(hook.arguments().stream().map(this::row).toList());
  }

  @Test
  void lists_the_arguments_of_every_hook() throws IOException {
    var page = page();
    var start = page.substring(0, page.indexOf("\n### `"));

    assertThat(rows(ARGUMENT, start))
        .containsExactlyElementsOf(
            Contract.OF_EVERY_HOOK.stream()
                .map(argument -> row(argument).replace(" or None", ""))
                .toList());
  }

  private String row(Argument argument) {
    var deprecated =
        argument.deprecatedSince().isEmpty()
            ? "-"
            : argument.deprecatedSince()
                + ", use "
                + argument.replacedBy().stream()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", else "));
    return String.join(
        " | ", argument.name(), argument.type().expected(), argument.since(), deprecated);
  }

  @ParameterizedTest
  @MethodSource("hooks")
  void lists_the_result_keys_of_the_table(String heading, Hook hook) throws IOException {
    assertThat(rows(RESULT, sections().getOrDefault(heading, "")))
        .containsExactlyElementsOf(
            hook.results().stream()
                .map(key -> String.join(" | ", key.name(), key.type().expected(), key.meaning()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("hooks")
  void says_since_when_and_what_none_and_a_list_mean(String heading, Hook hook) throws IOException {
    var list =
        switch (hook.bareList()) {
          case REFUSED -> hook.isResultIgnored() ? "ignored, as everything else" : "no answer";
          case EMPTY -> "the empty one: nothing found; any other: no answer";
          case ALLOWED -> "stands for `" + hook.results().getFirst().name() + "`";
        };

    assertThat(sections().getOrDefault(heading, ""))
        .contains("| since | " + hook.since() + " |\n")
        .contains("| None | " + hook.none().meaning() + " |\n")
        .contains("| a list | " + list + " |\n");
  }

  private static List<String> rows(Pattern pattern, String text) {
    var rows = new ArrayList<String>();
    for (var row : pattern.matcher(text).results().toList()) {
      var columns = new ArrayList<String>();
      for (int i = 1; i <= row.groupCount(); i++) {
        columns.add(row.group(i));
      }
      rows.add(String.join(" | ", columns));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("hooks")
  void names_nothing_twice(String heading, Hook hook) {
    var every = Contract.OF_EVERY_HOOK.stream();

    assertThat(Stream.concat(every, hook.arguments().stream()).map(Argument::name))
        .as(heading)
        .doesNotHaveDuplicates();
    assertThat(hook.results().stream().map(ResultKey::name)).doesNotHaveDuplicates();
  }

  static Stream<Arguments> acceptance() {
    var all = List.of(Argument.Type.values());
    var none = List.<Argument.Type>of();
    return Stream.of(
        Arguments.of(PluginValue.Null.INSTANCE, all),
        Arguments.of(new PluginValue.Text("22"), List.of(Argument.Type.TEXT, Argument.Type.PORT)),
        Arguments.of(new PluginValue.Int(22), List.of(Argument.Type.PORT)),
        Arguments.of(new PluginValue.BigInt("18446744073709551616"), none),
        Arguments.of(new PluginValue.Bool(true), none),
        Arguments.of(new PluginValue.Real(22.0), none),
        Arguments.of(items(), List.of(Argument.Type.TEXT_LIST)),
        Arguments.of(items("a", "b"), List.of(Argument.Type.TEXT_LIST)),
        Arguments.of(items("a", 1), none),
        Arguments.of(items("a", null), none),
        Arguments.of(dict("a", items(1)), List.of(Argument.Type.DICT)));
  }

  @ParameterizedTest
  @MethodSource("acceptance")
  void accepts_values_by_type(PluginValue value, List<Argument.Type> accepting) {
    for (var type : Argument.Type.values()) {
      assertThat(type.accepts(value)).as("%s", type).isEqualTo(accepting.contains(type));
    }
  }
}
