// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginHealth;
import org.pluginexecutor.client.ServerDescription;

/** Asks a running server how it is. Stateless. */
final class ServerChecks {
  private static final String SUBJECT = "server";

  private ServerChecks() {}

  static List<CheckResult> of(TargetOption target, Terminal terminal) throws IOException {
    var results = new ArrayList<CheckResult>();
    try {
      target.connect(
          terminal,
          client -> {
            results.addAll(of(client));
            return ExitCode.OK;
          });
    } catch (CliException e) {
      results.add(
          CheckResult.problem(
              SUBJECT,
              String.valueOf(e.getMessage()),
              "look whether the server runs, at its log, and at the address"));
    }
    return results;
  }

  private static List<CheckResult> of(PluginExecutorClient client) {
    var results = new ArrayList<CheckResult>();
    boolean serving = client.runtimes().isServing();
    var server = client.runtimes().describe();
    results.add(
        serving
            ? CheckResult.ok(SUBJECT, "version " + server.serverVersion() + ", serving")
            : CheckResult.problem(
                SUBJECT,
                "version " + server.serverVersion() + ", not serving",
                "it is stopping, or was told to"));
    results.add(runtimes(server));
    results.add(isolation(SUBJECT, PluginTexts.word(server.isolationLevel())));
    results.add(plugins(client));
    return results;
  }

  private static CheckResult runtimes(ServerDescription server) {
    var names =
        server.runtimes().stream()
            .map(runtime ->
                runtime.name()
                    + " ("
                    + runtime.version()
                    + (runtime.modules().stream().allMatch(module -> module.found())
                        ? ""
                        : ", some modules are missing")
                    + ")")
            .collect(Collectors.joining(", "));
    return CheckResult.ok(SUBJECT, "runtimes: " + names);
  }

  private static CheckResult plugins(PluginExecutorClient client) {
    var plugins = client.plugins().list();
    long damaged =
        plugins.stream().filter(plugin -> plugin.health() == PluginHealth.DAMAGED).count();
    String text = Printing.count(plugins.size(), "plugin version") + ", " + damaged + " damaged";
    return damaged == 0
        ? CheckResult.ok(SUBJECT, text)
        : CheckResult.problem(
            SUBJECT,
            text,
            "'plugin-executor plugin list' says which; find out who changes files, then upload the"
                + " same zip again");
  }

  /** What is said about walls around plugins, here and on any server. */
  static CheckResult isolation(String subject, String level) {
    return switch (level) {
      case "none" ->
          CheckResult.warning(
              subject,
              "isolation level none: plugins can do what the server's user can do",
              "run only plugins that you trust, as a user of the server's own, and let nobody else"
                  + " reach the port; the server's log says what the other levels lack");
      case "portable" ->
          CheckResult.ok(
              subject,
              "isolation level portable: without namespaces; the server's log says what the level"
                  + " full lacks");
      default -> CheckResult.ok(subject, "isolation level " + level);
    };
  }

  /** What is said about memory of all calls of a plugin together, on this machine. */
  static CheckResult pluginMemory(boolean isLimited) {
    return CheckResult.ok(
        "memory",
        isLimited
            ? "control groups limit what all calls of a plugin take together"
            : "limited for each process, not for all calls of a plugin together: no control group"
                + " is delegated to this command; see serve --worker-cgroup");
  }
}
