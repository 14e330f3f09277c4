// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.pluginexecutor.server.runtime.PythonModule;
import org.pluginexecutor.server.runtime.PythonRuntime;

/** Looks at the Pythons that plugins would run on. Stateless. */
final class PythonChecks {
  /** Debian's packages for its own Python 3. */
  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.of(
          "OpenSSL", "python3-openssl",
          "ldap", "python3-ldap",
          "requests", "python3-requests",
          "urllib3", "python3-urllib3",
          "yaml", "python3-yaml");

  /** What the others are called where pip looks for them. */
  private static final Map<String, String> DISTRIBUTIONS =
      Map.of(
          "OpenSSL", "pyOpenSSL",
          "dns", "dnspython",
          "ldap", "python-ldap",
          "lxml", "lxml",
          "requests", "requests",
          "urllib3", "urllib3",
          "yaml", "PyYAML");

  /** How long an interpreter may take that is only asked for a text. */
  private static final long ASK_SECONDS = 10;

  private PythonChecks() {}

  static List<CheckResult> of(List<PythonRuntime> runtimes) {
    var results = new ArrayList<CheckResult>();
    runtimes.forEach(runtime -> results.add(of(runtime)));
    if (runtimes.stream().noneMatch(PythonRuntime::isPython2)) {
      results.add(
          CheckResult.warning(
              "Python 2",
              "none found, so plugins whose MANIFEST has no entry_point cannot run",
              "only if there are such plugins: install a Python 2.7 and name it with --runtime"
                  + " NAME=EXECUTABLE"));
    }
    return results;
  }

  private static CheckResult of(PythonRuntime runtime) {
    String text =
        runtime.implementation()
            + " "
            + runtime.version()
            + " at "
            + runtime.executable()
            + openSsl(runtime.executable());
    var missing = runtime.modules().stream().filter(module -> !module.found()).toList();
    if (missing.isEmpty()) {
      return CheckResult.ok(
          "runtime " + runtime.name(), text + ", with all modules that plugins are promised");
    }
    var names = missing.stream().map(PythonModule::name).collect(Collectors.joining(", "));
    return CheckResult.warning(
        "runtime " + runtime.name(),
        text
            + ", without "
            + names
            + ": plugins that import these without bringing them along fail",
        remedy(runtime, missing));
  }

  /** Which OpenSSL it has: plugins speak TLS with it, and it is what needs updates most. */
  private static String openSsl(Path python) {
    try {
      var command =
          new ProcessBuilder(python.toString(), "-c", "import ssl; print(ssl.OPENSSL_VERSION)")
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      command.environment().clear();
      var process = command.start();
      process.getOutputStream().close();
      if (!process.waitFor(ASK_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      var said = new String(process.getInputStream().readNBytes(100), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? ", " + said.strip() : ", without the module ssl";
    } catch (IOException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static String remedy(PythonRuntime runtime, List<PythonModule> missing) {
    boolean debian = !runtime.isPython2() && runtime.executable().startsWith("/usr/bin");
    var known = debian ? DEBIAN_PACKAGES : DISTRIBUTIONS;
    var packages =
        missing.stream()
            .map(PythonModule::name)
            .filter(known::containsKey)
            .map(known::get)
            .collect(Collectors.joining(" "));
    var unknown =
        missing.stream()
            .map(PythonModule::name)
            .filter(name -> !known.containsKey(name))
            .map(PythonChecks::otherRemedy)
            .toList();
    var steps = new ArrayList<String>();
    if (!packages.isEmpty()) {
      steps.add(
          (debian ? "apt-get install " : runtime.executable() + " -m pip install ") + packages);
    }
    steps.addAll(unknown);
    return String.join("; ", steps);
  }

  private static String otherRemedy(String module) {
    return module.startsWith("safeguard.")
        ? "for plugins that are written with the plugin SDK: install the SDK into this Python"
        : "install " + module + " into this Python";
  }
}
