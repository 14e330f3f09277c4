// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "plugin",
        "plugin new",
        "plugin test",
        "plugin run-scenario",
        "plugin check",
        "plugin pack",
        "plugin create-signing-key",
        "plugin sign",
        "plugin upload",
        "plugin list",
        "plugin show",
        "plugin download",
        "plugin activate",
        "plugin verify",
        "plugin delete",
        "instance",
        "instance create",
        "instance list",
        "instance show",
        "instance update",
        "instance revisions",
        "instance rollback",
        "instance delete",
        "store",
        "store create-key",
        "store seal",
        "token",
        "token create",
        "instance test",
        "call",
        "backup",
        "backup create",
        "backup restore",
        "audit",
        "health",
        "completion",
      })
  void every_verb_has_help(String verb) {
    var help = Captured.run((verb + " --help").split(" "));

    assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(help.out())
        .startsWith("Usage: plugin-executor " + verb)
        .contains("--verbose")
        .contains("--help");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void the_help_of_the_command_lists_verbs_and_exit_codes() {
    var help = Captured.run("--help");

    assertThat(help.out())
        .contains(
            "demo", "serve", "plugin", "instance", "store", "call", "backup", "audit", "completion")
        .containsPattern("\n  3 +call: the verdict is DENY\n")
        .containsPattern("\n  78 +a setting of the server is not valid\n");
  }

  @Test
  void the_help_names_the_benchmark_in_a_checkout_and_nowhere_else() {
    assertThat(Captured.run("--help").out())
        .endsWith("'./plugin-executor bench --help' says what else it measures.\n");
    assertThat(Captured.runAt(Optional.empty(), "--help").out()).doesNotContain("bench");
    assertThat(Captured.runAt(Optional.of(Path.of("/")), "--help").out()).doesNotContain("bench");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "plugin check", "plugin pack"})
  void every_verb_that_judges_packages_has_the_same_options(String verb) {
    assertThat(Captured.run((verb + " --help").split(" ")).out())
        .contains("--product-version=VERSION", "Default: 9.0.0.")
        .contains("--api-version=VERSION", "Default: 1.9.")
        .contains("--relaxed-names", "--max-entries=N", "Default: 10000.")
        .contains("--max-unpacked-size=SIZE", "Default: 200MiB.");
  }

  @Test
  void the_version_is_that_of_the_build() {
    assertThat(Captured.run("--version").out()).matches("plugin-executor [0-9]+\\.[0-9]+.*\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void the_completion_knows_the_verbs(String shell) {
    var completion = Captured.run("completion", shell);

    assertThat(completion.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(completion.out())
        .startsWith("# To use it: source <(plugin-executor completion " + shell + ")\n")
        .contains(
            "upload",
            "run-scenario",
            "--list-scenarios",
            "--session-cookie",
            "--without-activation",
            "--drain-timeout",
            "restore",
            "--expect-revision");
  }

  @Test
  void an_output_that_cannot_be_written_is_no_success() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    var terminal =
        new Terminal(
            new PrintStream(full, false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Style.PLAIN,
            Map.of(),
            Optional.empty());

    assertThat(Cli.run(terminal, "completion", "bash")).isEqualTo(ExitCode.OUTPUT);
  }
}
