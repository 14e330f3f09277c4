// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tokens from the command line: made, listed, shown, and missing. */
class TokenVerbsTest {
  private static Path callers = Path.of("");

  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(config -> {
        callers = list(config.dataDirectory().resolveSibling("callers"), "");
        return config.withAccess(config.access().withFile(callers));
      });

  @TempDir Path directory;

  private static Path list(Path file, String lines) {
    try {
      return Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Captured list(Map<String, String> environment, String... more) {
    var all = new java.util.ArrayList<>(java.util.List.of("plugin", "list"));
    all.addAll(java.util.List.of("--target", SERVER.target()));
    all.addAll(java.util.List.of(more));
    return Captured.runWith(environment, all.toArray(String[]::new));
  }

  @Test
  void a_token_that_is_made_and_listed_may_do_what_its_role_says() throws IOException {
    var file = directory.resolve("t").toString();

    var created = Captured.run("token", "create", "desk", "--role", "observe", "--output", file);

    assertThat(created.exitCode()).as(created.err()).isEqualTo(ExitCode.OK);
    assertThat(created.out())
        .matches("created: " + file + "\nline:  desk observe sha256:[0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))))
        .isEqualTo("rw-------");

    list(callers, created.out().substring(created.out().indexOf("line:  ") + 7));
    assertThat(list(Map.of(), "--token-file", file).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(list(Map.of("PLUGIN_EXECUTOR_TOKEN_FILE", file)).exitCode()).isEqualTo(ExitCode.OK);
    var token = Files.readString(Path.of(file)).strip();
    assertThat(list(Map.of("PLUGIN_EXECUTOR_TOKEN", token)).exitCode()).isEqualTo(ExitCode.OK);

    var refused =
        Captured.runWith(
            Map.of("PLUGIN_EXECUTOR_TOKEN", token),
            "instance",
            "delete",
            "x",
            "--target",
            SERVER.target());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err())
        .isEqualTo(
            "plugin-executor: caller: desk (expected: a caller with the role manage, which"
                + " DeleteInstance needs)\n");
  }

  @Test
  void a_token_that_is_not_written_is_shown_once_with_the_line_for_the_server() {
    var created =
        Captured.run("token", "create", "a", "--role", "manage,invoke", "--role", "observe");

    assertThat(created.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(created.out())
        .matches(
            "token: pex_[A-Za-z0-9_-]{43}\nline:  a invoke,manage,observe sha256:[0-9a-f]{64}\n");
  }

  @Test
  void mistakes_are_one_sentence() throws IOException {
    var there = Files.writeString(directory.resolve("t"), "mine");

    assertThat(Captured.run("token", "create", "a", "--role", "root").err())
        .isEqualTo(
            "plugin-executor: --role: 'root' is none (expected: invoke, observe or manage)\n");
    assertThat(Captured.run("token", "create", "a b", "--role", "invoke").err())
        .startsWith("plugin-executor: NAME: a b (expected: ");
    assertThat(Captured.run("token", "create", "a").exitCode()).isEqualTo(ExitCode.USAGE);
    var overwriting =
        Captured.run("token", "create", "a", "--role", "invoke", "--output", there.toString());
    assertThat(overwriting.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(there).hasContent("mine");
  }

  @Test
  void who_has_no_token_is_told_where_to_get_one() {
    var refused = list(Map.of("PLUGIN_EXECUTOR_TOKEN", "wrong"));

    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err())
        .startsWith("plugin-executor: caller: unknown token (expected: ")
        .endsWith("; name the file that 'serve' printed, or another token, with --token-file\n");
  }
}
