// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.RuntimeModule;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.config.ServerConfig;

/** What a plugin's imports find, on every Python of this machine (contract P7, L8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportsTest {
  private static final String HOOK =
      "class Plugin(object):\n"
          + "  def authenticate(self):\n"
          + "    return {'verdict': 'ACCEPT', 'x': %s}\n";

  private final Map<Path, TestServer> servers = new LinkedHashMap<>();

  @AfterAll
  void stop() {
    servers.values().forEach(TestServer::close);
  }

  /** The interpreters, whichever the server would choose by itself. */
  static List<Path> pythons() throws IOException {
    var found = new ArrayList<Path>();
    for (var directory : ServerConfig.defaults(Path.of("unused")).searchDirectories()) {
      for (var name : List.of("python3", "python2.7")) {
        var program = directory.resolve(name);
        if (Files.isExecutable(program)
            && !Files.isSymbolicLink(directory)
            && !isWrapper(program)) {
          var real = program.toRealPath();
          if (!found.contains(real)) {
            found.add(real);
          }
        }
      }
    }
    return found;
  }

  private static boolean isWrapper(Path program) throws IOException {
    try (var in = Files.newInputStream(program)) {
      return in.read() == '#';
    }
  }

  private TestServer server(Path python) {
    return servers.computeIfAbsent(
        python,
        path ->
            TestServer.start(
                config -> config.withRuntimes(List.of(new RuntimeConfig("under-test", path)))));
  }

  private static boolean isPython2(Path python) {
    return python.getFileName().toString().startsWith("python2");
  }

  private static PluginZip zip(Path python, String name, String mainPy) {
    return isPython2(python)
        ? new PluginZip()
            .file("MANIFEST", PluginZip.manifest("aa", name, "1.0.0"))
            .file("main.py", mainPy)
        : PluginZip.aa(name, mainPy);
  }

  private @Nullable Object x(Path python, PluginTarget target) {
    var response = server(python).call(target, "authenticate", Map.of());
    assertThat(response.execution().runtime()).isEqualTo("under-test");
    assertThat(response.outcome())
        .as(TestServer.output(response))
        .isInstanceOf(Outcome.Returned.class);
    var result = ((Outcome.Returned) response.outcome()).result();
    return result == null ? null : result.get("x");
  }

  private @Nullable Object x(Path python, String name, PluginZip zip) {
    return x(python, server(python).upload(name, zip));
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void names_that_plugins_use_are_theirs(Path python) {
    var zip =
        zip(
            python,
            "names",
            "import lib, plugin, vault, box_config, main\n"
                + HOOK.formatted("[m.MINE for m in (lib, plugin, vault, box_config)]"));
    for (var name : List.of("lib", "plugin", "vault", "box_config")) {
      zip.file(name + "/__init__.py", "MINE = '" + name + "'\n");
    }

    assertThat(x(python, "names", zip)).isEqualTo(List.of("lib", "plugin", "vault", "box_config"));
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void bundled_modules_win_and_start_files_do_not_run(Path python) {
    var zip =
        zip(
                python,
                "bundled",
                "import json, requests, yaml\n"
                    + HOOK.formatted("[json.MINE, requests.MINE, yaml.MINE]"))
            .file("sitecustomize.py", "raise SystemExit(9)\n")
            .file("usercustomize.py", "raise SystemExit(9)\n")
            .file("trap.pth", "import os; os._exit(9)\n")
            .file("json.py", "MINE = 1\n")
            .file("requests/__init__.py", "from .inner import MINE\n")
            .file("requests/inner.py", "MINE = 2\n")
            .file("yaml/__init__.py", "MINE = 3\n");

    assertThat(x(python, "bundled", zip)).isEqualTo(List.of(1L, 2L, 3L));
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void data_files_are_found_by_the_working_directory_and_by_file(Path python) {
    var zip =
        zip(
                python,
                "data",
                "import os, sys\n"
                    + "def read(path):\n  with open(path) as f:\n    return f.read()\n"
                    + "RAN = __name__ == '__main__'\n"
                    + HOOK.formatted(
                        "[read('lib/data.txt'), read(os.path.join(os.path.dirname(__file__),"
                            + " 'lib', 'data.txt')), RAN, os.path.basename(sys.argv[0])]"))
            .file("lib/data.txt", "mine");

    assertThat(x(python, "data", zip)).isEqualTo(List.of("mine", "mine", false, "main.py"));
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void no_call_compiles(Path python) throws IOException {
    var zip =
        zip(python, "compiled", "from lib.value import VALUE\n" + HOOK.formatted("VALUE"))
            .file("lib/__init__.py", "")
            .file("lib/value.py", "VALUE = 1\n");
    var target = server(python).upload("compiled", zip);
    // The first use holds the files against their digest; what is changed after it is not seen.
    assertThat(x(python, target)).isEqualTo(1L);
    var source = find(server(python).dataDirectory(), "value.py");
    var time = Files.getLastModifiedTime(source);

    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-------"));
    Files.write(source, "VALUE = 2\n".getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(source, time);

    assertThat(x(python, target)).isEqualTo(1L);
  }

  private static Path find(Path root, String name) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.getFileName().toString().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void every_offered_python_of_the_generation_has_byte_code() throws IOException {
    var runtimes =
        pythons().stream()
            .filter(python -> !isPython2(python))
            .limit(3)
            .map(python -> new RuntimeConfig(python.getFileName().toString(), python))
            .toList();
    try (var several = TestServer.start(config -> config.withRuntimes(runtimes))) {
      var _ =
          several.upload(
              "several", PluginZip.aa("several", HOOK.formatted("1")).file("only_here.py", ""));
      long made;
      try (var files = Files.walk(several.dataDirectory())) {
        made =
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("only_here.") && name.endsWith(".pyc"))
                .count();
      }

      long tags =
          several.client().runtimes().describe().runtimes().stream()
              .filter(runtime -> !runtime.runsWithoutEntryPoint())
              .map(runtime -> runtime.version().replaceFirst("^(\\d+\\.\\d+).*", "$1"))
              .distinct()
              .count();
      assertThat(made).isEqualTo(tags);
    }
  }

  @Test
  void a_missing_module_is_named_with_the_runtime_that_lacks_it() throws IOException {
    var python = pythons().getFirst();
    var target =
        server(python)
            .upload(
                "missing", zip(python, "missing", "import no_such_module\n" + HOOK.formatted("1")));

    var outcome =
        (Outcome.LoadFailed) server(python).call(target, "authenticate", Map.of()).outcome();

    assertThat(outcome.message())
        .contains("neither the package nor the runtime under-test (Python ")
        .contains("put it into the package, or have it installed in the runtime");
  }

  @Test
  void what_is_listed_as_a_module_can_be_imported() throws IOException {
    var python = pythons().getFirst();
    var modules =
        server(python).client().runtimes().describe().runtimes().getFirst().modules().stream()
            .filter(RuntimeModule::found)
            .map(RuntimeModule::name)
            .toList();
    var main = new StringBuilder();
    modules.forEach(module -> main.append("import ").append(module).append('\n'));

    assertThat(x(python, "listed", zip(python, "listed", main + HOOK.formatted("1"))))
        .isEqualTo(1L);
  }
}
