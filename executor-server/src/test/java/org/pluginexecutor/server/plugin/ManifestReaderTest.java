// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.PackageRules;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;

class ManifestReaderTest {
  private static final Map<String, String> GOOD = good();

  private static Map<String, String> good() {
    var lines = new LinkedHashMap<String, String>();
    lines.put("name", "My_Plugin2");
    lines.put("description", "What it does");
    lines.put("version", "2.0.3");
    lines.put("type", "aa");
    lines.put("api", "1.9");
    lines.put("entry_point", "main.py");
    return lines;
  }

  private static String with(String key, String value) {
    var lines = new LinkedHashMap<>(GOOD);
    lines.put(key, value);
    return text(lines);
  }

  private static String without(String key) {
    var lines = new LinkedHashMap<>(GOOD);
    lines.remove(key);
    return text(lines);
  }

  private static String text(Map<String, String> lines) {
    return lines.entrySet().stream()
        .map(line -> line.getKey() + ": " + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static Manifest read(String text) {
    return read(text, PackageRules.defaults(), new Findings());
  }

  private static Manifest read(String text, PackageRules rules, Findings findings) {
    return ManifestReader.read(text, rules, findings)
        .orElseThrow(() -> new ExecutorException(findings.toError()));
  }

  private static List<FieldViolation> violations(String text) {
    var failure = catchThrowableOfType(ExecutorException.class, () -> read(text));
    assertThat(failure).as(text).isNotNull();
    return ((InvalidPluginPackage) failure.error()).violations();
  }

  private static void assertBad(String key, String value) {
    assertThat(violations(with(key, value)))
        .singleElement()
        .satisfies(v -> {
          assertThat(v.field()).isEqualTo("MANIFEST." + key);
          assertThat(v.message()).contains("(expected: ");
        });
  }

  @Test
  void reads_a_good_manifest() {
    assertThat(read(text(GOOD)))
        .isEqualTo(
            new Manifest(
                PluginType.AA,
                "My_Plugin2",
                "2.0.3",
                "What it does",
                "1.9",
                Optional.of("main.py")));
  }

  @Test
  void takes_a_missing_entry_point_for_python_2() {
    assertThat(read(without("entry_point")).entryPoint()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.10", "0.3", "1", "010", "1e3", "1_000", "0x1", "2.0.3-rc1~x+y"})
  void keeps_a_version_as_it_is_written(String version) {
    assertThat(read(with("version", version)).version()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.9", "1.7.0", "1.9.9.9"})
  void keeps_the_api_version_as_it_is_written(String api) {
    assertThat(read(with("api", api)).api()).isEqualTo(api);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "yes", "null", "true", "12", "2026-11-21"})
  void keeps_other_texts_as_they_are_written(String text) {
    assertThat(read(with("description", text)).description()).isEqualTo(text);
  }

  @Test
  void reads_quoted_and_folded_text_and_comments() {
    var manifest =
        read(
            "# a comment\n---\nname: 'p' # here\nversion: \"1.0\"\ntype: aa\napi: '1.0'\n"
                + "description: >\n  two\n  lines\n...\n");

    assertThat(manifest.version()).isEqualTo("1.0");
    assertThat(manifest.description()).isEqualTo("two lines\n");
  }

  @Test
  void ignores_keys_that_the_contract_does_not_know() {
    assertThat(read(text(GOOD) + "author: {a: [b]}\nscb_min_version: 5.10.0\n1: 2\n"))
        .isEqualTo(read(text(GOOD)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1p", "_p", "p-q", "p q", "p.q", "p/q", "'../p'", "''", "ü", "pü", "~", "'@p'"})
  void refuses_names_beyond_the_character_set(String name) {
    assertBad("name", name);
  }

  @Test
  void bounds_name_and_version() {
    assertThat(read(with("name", "p".repeat(128))).name()).hasSize(128);
    assertBad("name", "p".repeat(129));
    assertThat(read(with("version", "1".repeat(128))).version()).hasSize(128);
    assertBad("version", "1".repeat(129));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", ".1", "-1", "''", "1/2", "'1 2'", "\"1\\n\"", "1ü"})
  void refuses_other_versions(String version) {
    assertBad("version", version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.", ".1", "a.b", "1.0a", "'1.0 '", "-1.0", "1.0.", "1234567890.0"})
  void refuses_other_api_versions(String api) {
    assertBad("api", api);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA", "credential store", "''", "other", "aa,"})
  void refuses_other_types(String type) {
    assertBad("type", type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "Main.py", "lib/main.py", "./main.py", "main.pyc"})
  void refuses_other_entry_points(String entryPoint) {
    assertBad("entry_point", entryPoint);
  }

  @Test
  void takes_a_key_without_text_for_missing() {
    assertThat(violations(with("name", "[p]")))
        .extracting("field")
        .containsExactly("MANIFEST.name");
  }

  @Test
  void names_every_problem_at_once() {
    assertThat(violations("name: 1\nversion: v\ntype: x\nentry_point: y\n"))
        .extracting("field")
        .containsExactlyInAnyOrder(
            "MANIFEST.name",
            "MANIFEST.version",
            "MANIFEST.api",
            "MANIFEST.description",
            "MANIFEST.type",
            "MANIFEST.entry_point");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# only a comment",
        "just text",
        "[name, p]",
        "name: name: SPS_RADIUS",
        "name: p\nname: q",
        "\tname: p",
        "name: 'p",
        "{name: p",
        "name: p\n---\nname: q",
        "name: *nobody",
        "? [a]\n: b",
        "name: !!int 5",
        "name: !!python/object/apply:os.system [ls]",
        "name: !!java.net.URL [http://x]",
        "!!set {name, p}",
        "&a [*a]",
        "&a {*a : b}",
        "%YAML 3.0\n---\nname: p",
        "name: \u0001",
        "name: \"\\ud800\"",
        "name: !!null ''",
        "name: !!binary x",
        "!!omap [name: p]",
        "<<: {name: p}",
        "name: p\u0000",
      })
  void refuses_what_is_no_mapping_of_text(String text) {
    assertThat(violations(text)).isNotEmpty();
  }

  @Test
  void refuses_what_nests_too_deep_without_reading_it_all() {
    assertThat(violations("[".repeat(30_000)))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).contains("nested or repeated too much"));
    assertThat(violations(text(GOOD) + "x: " + "{a: ".repeat(8) + "}".repeat(8)))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).contains("nested or repeated too much"));
  }

  @Test
  void refuses_aliases_that_multiply() {
    var bomb = new StringBuilder(text(GOOD)).append("a: &a [x, x]\n");
    for (char c = 'b'; c < 'n'; c++) {
      bomb.append(c).append(": &").append(c).append(" [*").append((char) (c - 1)).append("]\n");
    }

    assertThat(violations(bomb.toString()))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).contains("nested or repeated too much"));
  }

  @Test
  void takes_a_few_aliases() {
    assertThat(read(text(GOOD) + "a: &a x\nb: *a\nc: *a\n").name()).isEqualTo("My_Plugin2");
  }

  @Test
  void says_where_a_problem_is() {
    assertThat(violations("name: p\ndescription: d\nversion:   beta\ntype: aa\napi: 1.0\n"))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).startsWith("line 3, column 12: \"beta\""));
  }
}
