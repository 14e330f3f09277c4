// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author does with a package before there is a server. */
class PackageVerbsTest {
  @TempDir Path directory;
  private Path plugin = Path.of("");

  @BeforeEach
  void write_a_plugin() throws IOException {
    plugin = Samples.obedient(directory.resolve("plugin"));
  }

  private void manifest(String text) throws IOException {
    Files.writeString(plugin.resolve("MANIFEST"), text);
  }

  @Test
  void check_takes_the_samples() {
    for (var sample :
        List.of("sample_aa", "sample_credentialstore", "documented/x7_logged_arguments")) {
      var checked =
          Captured.run("plugin", "check", Captured.HOME.resolve("examples/" + sample).toString());
      assertThat(checked.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(checked.out()).endsWith("valid: 0 errors, 0 warnings\n");
    }
  }

  @Test
  void check_names_every_problem_with_its_place() throws IOException {
    manifest("name: 1bad\ntype: aa\nversion: beta\napi: 2.0\nentry_point: main.py\nauthor: me\n");
    Files.writeString(plugin.resolve("default.cfg"), "x".repeat(10_241));
    var checked = Captured.run("plugin", "check", plugin.toString());
    assertThat(checked.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(checked.out()).isEqualTo("not valid: 5 errors, 1 warning\n");
    assertThat(checked.err().lines())
        .anyMatch(
            line -> line.startsWith("error: MANIFEST:1:7: name: \"1bad\" (expected: a letter"))
        .anyMatch(
            line -> line.startsWith("error: MANIFEST: description: missing (expected: a line"))
        .anyMatch(
            line -> line.startsWith("error: MANIFEST:3:10: version: \"beta\" (expected: a digit"))
        .anyMatch(
            line -> line.startsWith("error: MANIFEST:4:6: api: \"2.0\" (expected: 1.0 to 1.9"))
        .anyMatch(
            line -> line.startsWith("error: default.cfg: 10241 B (expected: at most 10240 B)"))
        .contains("warning: MANIFEST:6:1: author: not a key of a MANIFEST; it is ignored");
  }

  @Test
  void check_lists_the_hooks_that_are_present_and_absent() {
    var sample = Captured.HOME.resolve("examples/documented/x5_session_summary").toString();
    assertThat(Captured.run("plugin", "check", sample).out())
        .startsWith("hooks: authenticate absent, authorize absent, session_ended present\n");
  }

  @Test
  void check_says_where_main_py_does_not_compile_and_runs_nothing_of_it() throws IOException {
    var ran = directory.resolve("ran");
    Files.writeString(
        plugin.resolve("main.py"),
        "#!/usr/bin/env pluginwrapper3\nopen('" + ran + "', 'w')\nclass Plugin\n  pass\n");
    var checked = Captured.run("plugin", "check", plugin.toString());
    assertThat(checked.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(checked.err()).containsPattern("error: main.py:3:\\d+: does not compile: ");
    Files.writeString(
        plugin.resolve("main.py"),
        "#!/usr/bin/env pluginwrapper3\nopen('" + ran + "', 'w')\nclass Plugin:\n  pass\n");
    assertThat(Captured.run("plugin", "check", plugin.toString()).exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(ran).doesNotExist();
  }

  @Test
  void check_prints_the_same_as_json() throws IOException {
    manifest("name: p\ndescription: d\nversion: 1.0\ntype: other\napi: 1.0\n");
    var report = Captured.run("plugin", "check", plugin.toString(), "--json").json();
    assertThat(report).containsEntry("valid", false);
    assertThat(report.get("findings"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .singleElement()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsAllEntriesOf(
            Map.of(
                "severity", "error", "file", "MANIFEST", "key", "type", "line", 4L, "column", 7L));
  }

  @Test
  void check_plays_the_version_that_it_is_told() throws IOException {
    manifest(
        "name: p\ndescription: d\nversion: 1.0\ntype: aa\napi: 1.6\nentry_point: main.py\n"
            + "scb_max_version: 8.0.0~\n");
    assertThat(Captured.run("plugin", "check", plugin.toString()).exitCode())
        .isEqualTo(ExitCode.DATA);
    assertThat(
            Captured.run("plugin", "check", plugin.toString(), "--product-version", "7.5.1")
                .exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(
            Captured.run("plugin", "check", plugin.toString(), "--api-version", "1.5").exitCode())
        .isEqualTo(ExitCode.DATA);
    assertThat(
            Captured.run("plugin", "check", plugin.toString(), "--api-version", "one").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void check_names_the_option_that_is_not_valid() {
    for (var option :
        List.of(
            "--product-version=x",
            "--api-version=1",
            "--max-entries=0",
            "--max-unpacked-size=0B")) {
      var checked = Captured.run("plugin", "check", plugin.toString(), option);
      assertThat(checked.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(checked.err())
          .startsWith("plugin-executor: " + option.substring(0, option.indexOf('=')) + ": ")
          .contains("(expected: ");
    }
  }

  @Test
  void check_takes_as_much_as_it_is_told() throws IOException {
    Files.writeString(plugin.resolve("MANIFEST"), manifestOf("a-b"));
    assertThat(Captured.run("plugin", "check", plugin.toString()).err())
        .contains("'-' only where the server relaxes names");
    assertThat(Captured.run("plugin", "check", plugin.toString(), "--relaxed-names").exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(
            Captured.run(
                    "plugin", "check", plugin.toString(), "--relaxed-names", "--max-entries", "2")
                .err())
        .contains("error: package: 3 entries (expected: at most 2)");
    assertThat(
            Captured.run("plugin", "check", plugin.toString(), "--max-unpacked-size", "1KiB").err())
        .contains("(expected: at most 1024 B)");
  }

  private static String manifestOf(String name) {
    return "name: "
        + name
        + "\ndescription: d\nversion: 1.0\ntype: aa\napi: 1.0\nentry_point: main.py\n";
  }

  @Test
  void pack_warns_above_20_mb_and_refuses_above_20_mib() throws IOException {
    var noise = new byte[20_000_000];
    new Random(1).nextBytes(noise);
    Files.write(plugin.resolve("noise"), noise);
    var to = directory.resolve("p.zip");
    var packed = Captured.run("plugin", "pack", plugin.toString(), "-o", to.toString());
    assertThat(packed.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(packed.err())
        .matches("warning: package: 200\\d{5} B \\(expected: at most 20000000 B, .*\\)\n");

    Files.write(plugin.resolve("more"), java.util.Arrays.copyOf(noise, 1_000_000));
    var refused = Captured.run("plugin", "pack", plugin.toString(), "-o", to.toString(), "--force");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(refused.err())
        .contains("B (expected: at most 20971520 B with all that it bundles)")
        .contains("not packed, 1 error");

    Files.writeString(plugin.resolve(".pluginignore"), "more\n/noise\n");
    assertThat(
            Captured.run("plugin", "pack", plugin.toString(), "-o", to.toString(), "--force").err())
        .isEmpty();
    assertThat(Files.size(to)).isLessThan(10_000);
  }

  @Test
  void pack_refuses_the_sdk_unless_it_is_ignored() throws IOException {
    var sdk = Files.createDirectories(plugin.resolve("safeguard/sessions/plugin"));
    Files.writeString(sdk.resolve("__init__.py"), "");
    var to = directory.resolve("p.zip").toString();
    assertThat(Captured.run("plugin", "pack", plugin.toString(), "-o", to).err())
        .contains("error: safeguard/sessions/plugin: a part of the plugin SDK");
    Files.writeString(plugin.resolve(".pluginignore"), "/safeguard/\n");
    assertThat(Captured.run("plugin", "pack", plugin.toString(), "-o", to).exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void pack_writes_the_same_bytes_every_time_and_leaves_out_what_is_ignored() throws IOException {
    for (var name : List.of("tests/test_main.py", "lib/notes.md", "lib/x.py", "docs/a/b.txt")) {
      Files.createDirectories(plugin.resolve(name).getParent());
      Files.writeString(plugin.resolve(name), name);
    }
    Files.writeString(
        plugin.resolve(".pluginignore"), "# not for the server\ntests/\n*.md\n\ndocs/**\n");
    var first = directory.resolve("first.zip");
    var second = directory.resolve("second.zip");

    var packed = Captured.run("plugin", "pack", plugin.toString(), "-o", first.toString());
    assertThat(packed.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(packed.out()).startsWith("packed: aa/obedient/1.0.0 to " + first);
    Captured.run("plugin", "pack", plugin.toString(), "-o", second.toString());

    assertThat(first).hasSameBinaryContentAs(second);
    try (var zip = new ZipFile(first.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .containsExactly("MANIFEST", "default.cfg", "lib/x.py", "main.py");
    }
  }

  @Test
  void pack_refuses_what_check_refuses_and_writes_nothing() throws IOException {
    manifest("name: p\n");
    var to = directory.resolve("p.zip");
    var packed = Captured.run("plugin", "pack", plugin.toString(), "-o", to.toString());
    assertThat(packed.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(packed.err())
        .contains("MANIFEST: version: missing")
        .contains("not packed, 4 errors");
    assertThat(to).doesNotExist();
  }

  @Test
  void pack_overwrites_only_when_it_is_told_to() throws IOException {
    var to = Files.writeString(directory.resolve("p.zip"), "mine");
    assertThat(Captured.run("plugin", "pack", plugin.toString(), "-o", to.toString()).exitCode())
        .isEqualTo(ExitCode.OUTPUT);
    assertThat(to).hasContent("mine");
    assertThat(
            Captured.run("plugin", "pack", plugin.toString(), "-o", to.toString(), "--force")
                .exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void a_pattern_that_is_none_is_named_with_its_line() throws IOException {
    Files.writeString(plugin.resolve(".pluginignore"), "*.md\n[\n");
    var packed = Captured.run("plugin", "pack", plugin.toString());
    assertThat(packed.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(packed.err()).contains(".pluginignore, line 2: not a pattern");
  }
}
