// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();
  @RegisterExtension final TemporaryDirectory temporary = new TemporaryDirectory();

  @TempDir Path directory;

  private Captured doctor(String... more) {
    var arguments = new ArrayList<>(List.of("doctor", "--data-dir"));
    arguments.add(directory.resolve("data").toString());
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  @Test
  void says_in_plain_words_what_this_machine_can_run_and_leaves_nothing_behind()
      throws IOException {
    var run = doctor();

    assertThat(run.exitCode()).as(run.out() + run.err()).isIn(ExitCode.OK, ExitCode.DEGRADED);
    assertThat(run.exitCode() == ExitCode.OK).isEqualTo(run.out().contains(", 0 warnings"));
    assertThat(run.out())
        .containsPattern("(?m)^ok       Java: 25")
        .containsPattern("(?m)^ok       kernel: Linux ")
        .containsPattern("(?m)^(ok|warning)  +user namespaces: ")
        .containsPattern("(?m)^(ok|warning)  +Landlock: ")
        .containsPattern("(?m)^ok       seccomp: ")
        .containsPattern("(?m)^ok       control groups: ")
        .containsPattern("(?m)^(ok|warning)  +limits: open files: ")
        .containsPattern("(?m)^(ok|warning)  +clock: .*time zone ")
        .containsPattern("(?m)^(ok|warning)  +temporary files: .* are free")
        .containsPattern("(?m)^(ok|warning)  +runtime python3: CPython 3\\..*, OpenSSL ")
        .containsPattern("(?m)^ok       trial run on Python 3: a plugin was uploaded and its hook")
        .containsPattern("(?m)^(ok|warning)  +sandbox: isolation level (full|portable|none)")
        .containsPattern("(?m)^ok  +memory: (limited for each process|control groups limit)")
        .contains("data does not exist; 'plugin-executor serve' makes it")
        .containsPattern("are free, and room for .* files")
        .containsPattern("(?m)^0 problems, \\d+ warnings?$");
    assertThat(temporary.leftovers()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_level_that_cannot_be_had_comes_with_its_layer_and_the_remedy() throws Exception {
    // The one that may still be made is for the ordinary user that doctor runs as.
    var lastNamespace =
        "echo 1 > /proc/sys/user/max_user_namespaces && exec unshare --user --map-user=1000 ";
    assumeTrue(
        runInNamespace(lastNamespace + "true").exitCode() == 0,
        "this machine gives no user namespaces to use up");

    var run =
        runInNamespace(
            lastNamespace + "\"$@\"",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.pluginexecutor.cli.Main",
            "doctor",
            "--data-dir",
            directory.resolve("data").toString());

    assertThat(run.exitCode()).as(run.out()).isNotZero();
    assertThat(run.out())
        .as(Files.readString(directory.resolve("errors")))
        .containsPattern("(?m)^(ok|warning)  +sandbox: isolation level (portable|none)")
        .containsPattern(
            "(?m)^warning  sandbox: isolation level full cannot be had: python3: user namespaces: "
                + ".+\\R +-> \\S+");
  }

  private record Ended(int exitCode, String out) {}

  /** Runs a shell as the superuser of a user namespace of its own. */
  private Ended runInNamespace(String script, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user"));
    command.addAll(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    var errors = directory.resolve("errors").toFile();
    try {
      var process = new ProcessBuilder(command).redirectError(errors).start();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), out);
    } catch (IOException e) {
      return new Ended(-1, String.valueOf(e.getMessage()));
    }
  }

  @Test
  void a_missing_module_comes_with_its_remedy() throws IOException {
    var python = fakePython();

    var run = doctor("--runtime", "corp=" + python);

    assertThat(run.out())
        .contains("runtime corp: CPython 3.11.2 at " + python + ", without the module ssl")
        .contains(", without ldap: ")
        .contains("-> " + python + " -m pip install python-ldap");
  }

  @Test
  void a_python_that_cannot_run_plugins_is_a_problem() throws IOException {
    var run = doctor("--runtime", "corp=" + fakePython(), "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.json()).doesNotContainEntry("problems", 0L);
    assertThat(checks(run))
        .anySatisfy(check ->
            assertThat(check)
                .containsEntry("level", "problem")
                .containsEntry("subject", "trial run on Python 3")
                .doesNotContainEntry("remedy", null));
  }

  /** Answers what it is asked at the start, and runs nothing. */
  private Path fakePython() throws IOException {
    var file = directory.resolve("python");
    Files.writeString(
        file,
        "#!/bin/sh\ncase \"$*\" in *probe|*modules) echo '{\"executable\": \""
            + file
            + "\", \"version\": \"3.11.2\", \"implementation\": \"CPython\", \"modules\":"
            + " [{\"name\": \"ldap\", \"found\": false, \"version\": \"\"}]}';; *) exit 1;;"
            + " esac\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> checks(Captured run) {
    return (List<Map<String, Object>>) Options.required(run.json().get("checks"));
  }

  @Test
  void the_settings_of_a_server_are_read_from_its_file() throws IOException {
    var data = Files.writeString(directory.resolve("other"), "");
    var file =
        Files.writeString(
            directory.resolve("server.yaml"), "server:\n  data-directory: " + data + "\n");

    var run = Captured.run("doctor", "--config", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.out()).contains("problem  data directory: " + data + " is no directory");
  }

  @Test
  void wrong_settings_end_it_as_they_end_a_server() throws IOException {
    var file = Files.writeString(directory.resolve("server.yaml"), "server:\n  prot: 1\n");

    var run = Captured.run("doctor", "--config", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err()).contains("server.prot");
  }

  @Test
  void a_data_directory_that_is_none_is_a_problem() throws IOException {
    Files.writeString(directory.resolve("data"), "");

    var run = doctor();

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.out()).containsPattern("(?m)^problem  data directory: .* is no directory");
  }

  @Test
  void a_damaged_catalog_is_a_problem_and_stays_as_it_is() throws IOException {
    var data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("catalog"), "nonsense\n");

    var run = doctor();

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.out()).contains("the store's catalog is damaged in its first line");
    try (var files = Files.list(data)) {
      assertThat(files).containsExactly(data.resolve("catalog"));
    }
  }

  @Test
  void a_running_server_is_asked_as_well() {
    var run = doctor("--target", SERVER.target(), "--token-file", SERVER.tokenFile());

    assertThat(run.exitCode()).as(run.out() + run.err()).isIn(ExitCode.OK, ExitCode.DEGRADED);
    assertThat(run.out())
        .containsPattern("(?m)^ok       server: version .*, serving$")
        .containsPattern("(?m)^ok       server: runtimes: python3 \\(3\\.")
        .contains("ok       server: 0 plugin versions, 0 damaged");
  }

  @Test
  void a_server_that_does_not_answer_is_a_problem() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    var run = doctor("--target", "127.0.0.1:" + free);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.out()).containsPattern("(?m)^problem  server: no server answers at 127");
  }

  @Test
  void runtimes_are_listed_with_their_modules_and_the_limits() {
    var run = SERVER.run("runtime", "list");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .startsWith("NAME ")
        .containsPattern("(?m)^python3 +CPython 3\\.\\d+\\.\\d+ +with entry_point +yes ")
        .containsPattern("(?m)^runs types +aa, credentialstore$")
        .containsPattern("(?m)^isolation +(full|portable|none)$")
        .containsPattern("(?m)^slots +[0-9]+, then 1024 calls wait for at most 10.0 s$")
        .doesNotContain("/bin/");
  }

  @Test
  void runtimes_are_json_for_programs() {
    var document = SERVER.run("runtime", "list", "--json").json();

    assertThat(document)
        .containsEntry("executed_plugin_types", List.of("aa", "credentialstore"))
        .containsKeys("isolation_level", "start_kinds", "server_version", "runtimes", "limits");
  }
}
