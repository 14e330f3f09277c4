// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.shim.SdkSources;
import org.pluginexecutor.server.shim.ShimSources;
import org.pluginexecutor.server.telemetry.RecordedLog;

class RuntimesTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String LOGGER = Runtimes.class.getName();

  @TempDir static Path shim;
  private static Path main = Path.of("not set");

  @TempDir Path directory;

  @BeforeAll
  static void unpack() throws IOException {
    main = ShimSources.unpackInto(shim);
  }

  private Path script(String name, String text) throws IOException {
    var file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Path good(String name) throws IOException {
    var file = directory.resolve(name);
    return script(
        name,
        "echo '{\"executable\": \""
            + file
            + "\", \"version\": \"3.11.2\", \"implementation\": \"CPython\", \"modules\":"
            + " [{\"name\": \"yaml\", \"found\": true, \"version\": \"6.0\"}, {\"name\":"
            + " \"ldap\", \"found\": false, \"version\": \"\"}]}'");
  }

  private static Runtimes discover(List<RuntimeConfig> named, List<Path> directories)
      throws IOException, InterruptedException {
    return Runtimes.discover(named, directories, main, SHORT);
  }

  @Test
  void a_python_of_this_machine_says_which_of_the_promised_modules_it_has()
      throws IOException, InterruptedException {
    var directories = ServerConfig.defaults(directory).searchDirectories();

    var python3 = Runtimes.discover(List.of(), directories, main).forPython2(false).orElseThrow();

    assertThat(python3.name()).isEqualTo("python3");
    assertThat(python3.implementation()).isEqualTo("CPython");
    assertThat(python3.modules())
        .extracting(PythonModule::name)
        .containsExactly(
            "OpenSSL", "ldap", "requests", "urllib3", "yaml", "safeguard.sessions.plugin");
  }

  @Test
  void the_sdk_that_workers_find_is_not_reported_as_missing()
      throws IOException, InterruptedException {
    var directories = ServerConfig.defaults(directory).searchDirectories();
    var mainWithSdk = ShimSources.unpackInto(directory);
    SdkSources.unpackFor(mainWithSdk);

    var found = Runtimes.discover(List.of(), directories, mainWithSdk);

    assertThat(found.forPython2(false).orElseThrow().modules())
        .filteredOn(module -> module.name().equals("safeguard.sessions.plugin"))
        .extracting(PythonModule::found)
        .containsExactly(true);
  }

  @Test
  void modules_have_versions_and_missing_ones_are_logged()
      throws IOException, InterruptedException {
    var runtimes = discover(List.of(new RuntimeConfig("corp-x", good("python"))), List.of());

    assertThat(runtimes.all().getFirst().modules())
        .containsExactly(
            new PythonModule("yaml", true, "6.0"), new PythonModule("ldap", false, ""));
    assertThat(RecordedLog.of(LOGGER, "corp-x")).anyMatch(line -> line.contains("without ldap"));
  }

  @Test
  void the_modules_are_asked_for_with_the_environment_of_a_worker()
      throws IOException, InterruptedException {
    var python = good("python");
    var seen = directory.resolve("seen");
    Files.writeString(
        python, Files.readString(python) + "echo \"$4: $(env | sort)\" >> " + seen + "\n");

    var _ = discover(List.of(new RuntimeConfig("corp", python)), List.of());

    var runs = Files.readString(seen).split("modules: ", -1);
    assertThat(runs).hasSize(2);
    assertThat(runs[1].lines().map(line -> line.substring(0, line.indexOf('='))))
        .contains("HOME", "LANG", "PATH", "TMPDIR")
        .isSubsetOf("HOME", "LANG", "PATH", "TMPDIR", "PWD", "SHLVL", "_", "OLDPWD");
  }

  @Test
  void a_virtual_environment_keeps_its_own_interpreter() throws Exception {
    var directories = ServerConfig.defaults(directory).searchDirectories();
    var base = Runtimes.discover(List.of(), directories, main).forPython2(false).orElseThrow();
    var made =
        new ProcessBuilder(base.executable().toString(), "-m", "venv", "--without-pip", "venv")
            .directory(directory.toFile())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    var python = directory.resolve("venv/bin/python");

    var found = Runtimes.discover(List.of(new RuntimeConfig("venv", python)), List.of(), main);

    assertThat(found.all().getFirst().executable()).isEqualTo(python);
  }

  @Test
  void a_named_python_that_hangs_is_not_offered() throws IOException, InterruptedException {
    var hanging = new RuntimeConfig("stuck-1", script("stuck", "sleep 600"));

    var runtimes = discover(List.of(hanging, new RuntimeConfig("corp", good("python"))), List.of());

    assertThat(runtimes.all()).extracting(PythonRuntime::name).containsExactly("corp");
    assertThat(RecordedLog.of(LOGGER, "stuck-1"))
        .anyMatch(line -> line.contains("gave no answer within 300 ms"));
  }

  @Test
  void a_found_python_that_hangs_is_passed_over() throws IOException, InterruptedException {
    script("python3", "sleep 600");
    var second = Files.createDirectory(directory.resolve("second"));
    Files.move(good("good"), second.resolve("python3"));
    Files.writeString(
        second.resolve("python3"),
        Files.readString(second.resolve("python3"))
            .replace(directory.resolve("good").toString(), second.resolve("python3").toString()));

    var runtimes = discover(List.of(), List.of(directory, second));

    assertThat(runtimes.all())
        .extracting(PythonRuntime::executable)
        .containsExactly(second.resolve("python3"));
  }

  @Test
  void a_python_that_leaves_something_behind_holding_its_output_does_not_hold_up_the_start()
      throws IOException, InterruptedException {
    var python = good("python");
    Files.writeString(python, Files.readString(python) + "sleep 30 &\n");
    long began = System.nanoTime();

    var runtimes = discover(List.of(new RuntimeConfig("corp", python)), List.of());

    assertThat(runtimes.all()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void nothing_is_offered_that_does_not_work_in_the_environment_of_plugins() throws IOException {
    var python = good("python");
    Files.writeString(
        python,
        Files.readString(python).replace("#!/bin/sh\n", "#!/bin/sh\n[ $4 = probe ] || exit 1\n"));

    assertThatThrownBy(() -> discover(List.of(new RuntimeConfig("corp", python)), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("runtime corp: ")
        .hasMessageContaining("does not work in the environment that plugins get");
  }

  @Test
  void a_server_without_any_python_3_does_not_start() {
    assertThatThrownBy(() -> discover(List.of(), List.of(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no working python3 found");
  }
}
