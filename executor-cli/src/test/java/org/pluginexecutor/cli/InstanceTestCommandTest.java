// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceTestCommandTest {
  @RegisterExtension static final RunningServer server = new RunningServer();

  @TempDir Path directory;

  @BeforeEach
  void upload() throws IOException {
    var upload = server.run("plugin", "upload", strict().toString());
    assertThat(upload.exitCode()).as(upload.err()).isEqualTo(ExitCode.OK);
  }

  private Path strict() throws IOException {
    return Samples.strict(directory.resolve("strict"));
  }

  private String file(String configuration) throws IOException {
    return Files.writeString(directory.resolve("my.cfg"), configuration).toString();
  }

  @Test
  void an_instance_that_is_fine_shows_its_hooks_and_those_it_lacks() throws IOException {
    server.run("instance", "create", "fine", "--plugin", "strict");

    var test = server.run("instance", "test", "fine");

    assertThat(test.exitCode()).as(test.out() + test.err()).isEqualTo(ExitCode.OK);
    assertThat(test.out())
        .startsWith("outcome         constructed: the plugin takes the configuration\n")
        .contains("hooks           authenticate\n")
        .contains(
            "missing hooks   authorize, session_ended (each counts as one that returned None)\n")
        .contains("ran             aa/strict/1.0.0 on python3 (Python 3")
        .doesNotContain("called");
    assertThat(test.err()).matches("[0-9a-f-]{36}: reading the configuration\n");
    assertThat(server.run("instance", "test", "fine", "--revision", "1").exitCode())
        .isEqualTo(ExitCode.OK);
    server.run("instance", "delete", "fine");
  }

  @Test
  void a_constructor_that_raises_shows_step_exception_and_traceback() throws IOException {
    var test =
        server.run("instance", "test", "--plugin", "strict/1.0.0", "--config", file("colour"));

    assertThat(test.exitCode()).isEqualTo(ExitCode.LOAD_FAILED);
    assertThat(test.out())
        .startsWith("outcome         load_failed\n")
        .contains("step            construct\n")
        .contains("problem         ValueError: no such option: colour\n")
        .contains("traceback\n  Traceback")
        .contains("main.py");
    assertThat(test.err()).contains(": reading the configuration\n");
  }

  @Test
  void a_plugin_without_a_configuration_file_gets_its_default() {
    var test = server.run("instance", "test", "--plugin", "strict");

    assertThat(test.exitCode()).as(test.out()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource({"exit, EXITED, exited", "kill, KILLED, killed", "x, LOAD_FAILED, load_failed"})
  void failures_have_the_exit_codes_and_words_of_calls(
      String configuration, ExitCode code, String outcome) throws IOException {
    var test =
        server.run(
            "instance", "test", "--plugin", "strict", "--config", file(configuration), "--json");

    assertThat(test.exitCode()).isEqualTo(code);
    assertThat(test.json()).containsEntry("outcome", outcome).containsKey(outcome);
  }

  @Test
  void json_has_the_names_of_the_protocol() {
    var json = server.run("instance", "test", "--plugin", "strict", "--json").json();

    assertThat(json)
        .containsEntry("outcome", "constructed")
        .containsEntry("constructed", Map.of("hooks", List.of("authenticate")))
        .containsOnlyKeys(
            "invocation_id", "outcome", "constructed", "log_lines", "output", "cost", "execution");
    assertThat(json.get("log_lines"))
        .asString()
        .contains(json.get("invocation_id") + ": reading the configuration");
  }

  @Test
  void what_is_not_there_is_named() {
    var instance = server.run("instance", "test", "nobody");
    assertThat(instance.exitCode()).isEqualTo(ExitCode.MISSING);
    assertThat(instance.err()).contains("nobody").endsWith("instance list\n");

    var plugin = server.run("instance", "test", "--plugin", "nobody");
    assertThat(plugin.exitCode()).isEqualTo(ExitCode.MISSING);
    assertThat(plugin.err()).contains("nobody").endsWith("plugin list\n");
  }

  @Test
  void a_revision_that_is_not_there_is_named() {
    server.run("instance", "create", "old", "--plugin", "strict");

    var test = server.run("instance", "test", "old", "--revision", "9");

    assertThat(test.exitCode()).isEqualTo(ExitCode.MISSING);
    assertThat(test.err()).contains("old").contains("9");
    server.run("instance", "delete", "old");
  }

  @Test
  void a_directory_needs_no_server() throws IOException {
    var fine = Captured.run("instance", "test", "--local", strict().toString());
    assertThat(fine.exitCode()).as(fine.err()).isEqualTo(ExitCode.OK);
    assertThat(fine.out()).startsWith("outcome         constructed");

    var wrong =
        Captured.run(
            "instance", "test", "--local", strict().toString(), "--config", file("colour"));
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.LOAD_FAILED);
    assertThat(wrong.out()).contains("no such option: colour");
  }
}
