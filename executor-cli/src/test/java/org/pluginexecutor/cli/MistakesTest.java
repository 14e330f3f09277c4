// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MistakesTest {
  @TempDir Path directory;

  @Test
  void no_server_names_the_target_and_how_to_start_one() throws IOException {
    int port = freePort();

    var list = Captured.run("plugin", "list", "--target", "127.0.0.1:" + port);

    assertThat(list.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(list.err())
        .isEqualTo(
            "plugin-executor: no server answers at 127.0.0.1:"
                + port
                + "; start one with: plugin-executor serve\n");
  }

  @Test
  void no_server_for_a_hook_says_the_same() throws IOException {
    int port = freePort();

    var call =
        Captured.run("call", "authenticate", "--instance", "x", "--target", "127.0.0.1:" + port);

    assertThat(call.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(call.err()).contains("start one with: plugin-executor serve");
  }

  @Test
  void verbose_shows_the_stack_trace() throws IOException {
    var list = Captured.run("plugin", "list", "--verbose", "--target", "127.0.0.1:" + freePort());

    assertThat(list.err()).startsWith("plugin-executor: no server").contains("\tat org.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1, \"a\": 2} | line 1, column 10 | the key \"a\" is there twice",
        "{\"a\": 1 | line 1, column | Unexpected end-of-input",
        "{'a': 1} | line 1, column 2 | Unexpected character",
        "{\"a\": 1e999} | line 1, column 7 | too large for a float",
        "{\"a\": NaN} | line 1, column | NaN",
        "{} {} | line 1, column 4 | more text after the value",
        "[] | not an object | {\"a\": 1}",
        "'' | empty | JSON",
      })
  void bad_json_names_the_option_and_the_position(String json, String where, String what) {
    var call = Captured.run("call", "authenticate", "--instance", "x", "--cookie", json);

    assertThat(call.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(call.err()).startsWith("plugin-executor: --cookie: ").contains(where).contains(what);
    assertThat(call.err().lines()).hasSize(1);
  }

  @Test
  void an_argument_is_named_once_and_has_a_name() {
    var twice = Captured.run("call", "h", "--instance", "x", "--arg", "a=1", "--json-arg", "a=1");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(twice.err()).contains("--json-arg: a is there twice");

    var nameless = Captured.run("call", "h", "--instance", "x", "--arg", "value");
    assertThat(nameless.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nameless.err()).contains("--arg: 'value' has no name (expected: name=value)");
  }

  @Test
  void a_missing_file_is_named() {
    var missing = directory.resolve("missing");

    var local = Captured.run("call", "authenticate", "--local", missing.toString());
    assertThat(local.exitCode()).isEqualTo(ExitCode.MISSING);
    assertThat(local.err()).contains(missing + ": no such file");
    var config =
        Captured.run("instance", "create", "x", "--plugin", "p", "--config", missing.toString());
    assertThat(config.exitCode()).isEqualTo(ExitCode.MISSING);
    assertThat(config.err()).isEqualTo("plugin-executor: " + missing + ": no such file\n");
  }

  @Test
  void what_is_no_plugin_says_what_is_missing() throws IOException {
    var noPlugin = Captured.run("plugin", "upload", directory.toString());
    assertThat(noPlugin.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(noPlugin.err()).contains("no plugin, MANIFEST and main.py are missing");

    var text = Files.writeString(directory.resolve("x.txt"), "text");
    var noZip = Captured.run("plugin", "upload", text.toString());
    assertThat(noZip.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(noZip.err()).contains("neither a directory nor a zip file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "plugin",
        "plugin upload",
        "plugin sign p.zip",
        "plugin sign --key k",
        "plugin create-signing-key",
        "plugin list --type unknown",
        "plugin show a/b/c/d",
        "plugin show nosuchtype/name",
        "instance create x",
        "store",
        "store create-key",
        "store create-key a b",
        "store seal",
        "instance update x",
        "instance update x --expect-revision 1",
        "instance update x --plugin p --expect-revision 0",
        "instance rollback x",
        "instance rollback x --to first",
        "instance show x --revision -1",
        "backup",
        "backup create",
        "backup restore",
        "audit --limit 0",
        "audit --limit 1000001",
        "audit --limit 99999999999",
        "call authenticate",
        "call authenticate --instance a --plugin b",
        "call authenticate --instance a --config f",
        "call authenticate --local . --target h:1",
        "call authenticate --instance a --time-limit 30",
        "instance test",
        "instance test a --plugin b",
        "instance test a --config f",
        "instance test a --revision 0",
        "instance test --plugin a --revision 1",
        "instance test --local . --target h:1",
        "completion fish",
        "serve --config",
        "serve --port",
        "serve --port 1 --port 2",
        "serve --hide-tracebacks=maybe",
      })
  void a_wrong_command_line_gets_one_sentence_and_a_hint(String commandLine) {
    var wrong = Captured.run(commandLine.isEmpty() ? new String[0] : commandLine.split(" "));

    assertThat(wrong.exitCode()).as(wrong.err()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).startsWith("plugin-executor: ").contains("--help");
    assertThat(wrong.out()).isEmpty();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
