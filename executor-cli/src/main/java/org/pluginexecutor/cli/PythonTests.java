// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.files.RuntimeDirectory;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.shim.ShimSources;

/**
 * Runs the tests of a plugin on a Python, with what a worker has in its environment and the plugin
 * SDK. Confined to one thread.
 */
final class PythonTests {
  /** The SDK's fixtures; a plugin with a conftest.py of its own names them there. */
  private static final String FIXTURES = "safeguard.sessions.plugin_impl.tasks.common_conftest";

  private static final String SDK = "python-sdk/src";
  private static final String NAMED = "tests";

  private final Path plugin;
  private final Path python;
  private final Optional<Path> sdk;
  private final Path temporary;

  private PythonTests(Path plugin, Path python, Optional<Path> sdk, Path temporary) {
    this.plugin = plugin;
    this.python = python;
    this.sdk = sdk;
    this.temporary = temporary;
  }

  /**
   * Runs them once, with everything temporary in a directory that goes afterwards.
   *
   * @param named the Python to use; empty: the one that a server on this machine would use
   * @param arguments what is passed on to pytest or unittest
   * @return the exit code of the tests
   */
  static int run(Path plugin, Optional<Path> named, List<String> arguments, Terminal terminal)
      throws IOException, InterruptedException {
    try (var directory = RuntimeDirectory.create(Path.of(System.getProperty("java.io.tmpdir")))) {
      var python = python(plugin, named, directory.path());
      var sdk =
          python.isPython2()
              ? Optional.<Path>empty()
              : terminal.home().map(home -> home.resolve(SDK)).filter(Files::isDirectory);
      return new PythonTests(plugin, python.executable(), sdk, directory.path())
          .run(arguments, terminal);
    }
  }

  private static PythonRuntime python(Path plugin, Optional<Path> named, Path temporary)
      throws IOException, InterruptedException {
    var shimMain = ShimSources.unpackInto(temporary);
    var directories = ServerConfig.defaults(temporary).searchDirectories();
    try {
      var configs =
          named.map(file -> new RuntimeConfig(NAMED, file.toAbsolutePath())).stream().toList();
      var runtimes = Runtimes.discover(configs, directories, shimMain);
      boolean isPython2 = isForPython2(plugin);
      return (named.isPresent() ? runtimes.named(NAMED) : runtimes.forPython2(isPython2))
          .orElseThrow(() -> noPython(named, isPython2));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.UNAVAILABLE, "the Python for the tests: " + e.getMessage(), e);
    }
  }

  private static CliException noPython(Optional<Path> named, boolean isPython2) {
    return new CliException(
        ExitCode.UNAVAILABLE,
        named.map(file -> "--python: " + file + " gives no answer").orElse("no Python found")
            + " (expected: a Python "
            + (isPython2 ? "2.7, as the MANIFEST has no entry_point)" : "3)"));
  }

  /** Contract L11: a package without an entry point is of Python 2. */
  private static boolean isForPython2(Path plugin) throws IOException {
    try (var lines = Files.lines(plugin.resolve("MANIFEST"), StandardCharsets.UTF_8)) {
      return lines.noneMatch(line -> line.startsWith("entry_point"));
    }
  }

  private int run(List<String> arguments, Terminal terminal)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(python.toString(), "-B", "-m"));
    if (has("pytest")) {
      command.addAll(List.of("pytest", "--rootdir", plugin.toString()));
      // What pytest keeps would become part of the package.
      command.addAll(List.of("-o", "cache_dir=" + temporary.resolve("pytest-cache")));
      if (sdk.isPresent() && !namesFixtures()) {
        command.addAll(List.of("-p", FIXTURES));
      }
    } else {
      command.addAll(List.of("unittest", "discover", "-s", testDirectory()));
    }
    command.addAll(arguments);
    var process = builder(command).redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    var errors = Thread.ofVirtual().start(() -> copy(process.getErrorStream(), terminal.err()));
    copy(process.getInputStream(), terminal.out());
    errors.join();
    return process.waitFor();
  }

  private boolean has(String module) throws IOException, InterruptedException {
    var process =
        builder(List.of(python.toString(), "-c", "import " + module))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    return process.waitFor() == 0;
  }

  private ProcessBuilder builder(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(plugin.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment());
    return builder;
  }

  /**
   * What a worker has (contract L1): a proxy or a certificate of the author's machine would change
   * what a plugin does. Only where modules are found is added.
   */
  private Map<String, String> environment() throws IOException {
    var environment = new LinkedHashMap<String, String>();
    environment.put("LANG", "C.UTF-8");
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", directory("home"));
    environment.put("TMPDIR", directory("tmp"));
    environment.put("SCB_PLUGIN_STATE_DIRECTORY", directory("state"));
    environment.put("EPHEMERAL_PLUGIN_STATE_DIRECTORY", directory("ephemeral-state"));
    var lib = Optional.of(plugin.resolve("lib")).filter(Files::isDirectory);
    var modules = Stream.of(Optional.of(plugin), lib, sdk).flatMap(Optional::stream);
    environment.put("PYTHONPATH", String.join(":", modules.map(Path::toString).toList()));
    return environment;
  }

  private String directory(String name) throws IOException {
    return Files.createDirectories(temporary.resolve(name)).toString();
  }

  /** Whether a conftest.py takes the fixtures itself; twice would be an error of pytest. */
  private boolean namesFixtures() throws IOException {
    List<Path> files;
    try (var found =
        Files.find(plugin, Integer.MAX_VALUE, (path, _) -> path.endsWith("conftest.py"))) {
      files = found.toList();
    }
    for (var file : files) {
      if (Files.readString(file).contains("common_conftest")) {
        return true;
      }
    }
    return false;
  }

  private String testDirectory() {
    return Stream.of("tests", "lib/tests", "test")
        .filter(name -> Files.isDirectory(plugin.resolve(name)))
        .findFirst()
        .orElse(".");
  }

  private static void copy(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
      to.flush();
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, "the output of the tests: " + e, e);
    }
  }
}
