// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @RegisterExtension final TemporaryDirectory temporary = new TemporaryDirectory();

  @Test
  void plays_a_whole_session_and_leaves_nothing_behind() throws IOException {
    var demo = Captured.run("demo");

    assertThat(demo.exitCode()).as(demo.out() + demo.err()).isEqualTo(ExitCode.OK);
    assertThat(demo.out())
        .contains("authenticate (access)")
        .contains("NEEDINFO: \"One-time password: \" (what is typed is hidden)")
        .contains("ACCEPT: user alice in groups operators, webmasters")
        .contains("authorize (access)")
        .contains("get_password_list (vault)")
        .contains("2 passwords (masked here): 19 characters; 19 characters")
        .contains("get_private_key_list (vault)")
        .contains("1 key (masked here): ssh-rsa, 1.6 KiB of PEM")
        .contains("authentication_completed (vault)")
        .contains("session_ended (access)")
        .contains("session_ended (vault)")
        .contains("demo-1: authorize: accepted by rule: allowed server user")
        .contains("./plugin-executor serve");
    assertThat(demo.out()).doesNotContain("sample-password").doesNotContain("PRIVATE KEY");
    assertThat(demo.out().lines()).noneMatch(line -> line.endsWith(" "));
    assertThat(demo.out().lines().filter(line -> line.startsWith("  took    "))).hasSize(8);
    assertThat(temporary.leftovers()).isEmpty();
  }

  @Test
  void rehearsals_are_silent() throws IOException {
    var demo = Captured.run("demo", "--rehearsals", "2");

    assertThat(demo.exitCode()).as(demo.out() + demo.err()).isEqualTo(ExitCode.OK);
    assertThat(demo.out().lines().filter(line -> line.startsWith("  took    "))).hasSize(8);
    assertThat(demo.out() + demo.err()).doesNotContain("rehearsal");
    assertThat(temporary.leftovers()).isEmpty();
  }

  @Test
  void says_where_it_looked_when_there_are_no_samples(@TempDir Path elsewhere) {
    var err = new ByteArrayOutputStream();
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(stream, stream, Style.PLAIN, Map.of(), Optional.of(elsewhere));

    assertThat(Cli.run(terminal, "demo")).isEqualTo(ExitCode.MISSING);

    assertThat(List.of(err.toString(StandardCharsets.UTF_8).split("\n")))
        .singleElement()
        .asString()
        .startsWith("plugin-executor: " + elsewhere.resolve("examples"));
  }
}
