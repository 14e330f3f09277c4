// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;
import org.pluginexecutor.server.worker.WorkerReport.End;

/**
 * A plugin of the server's own that attacks the walls around it, to see that they stand. Immutable.
 */
final class Canary {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
  private static final int RESULT_LIMIT_BYTES = 4 << 10;

  private final WorkerSetup setup;
  private final Facts facts;

  /**
   * What it attacks. Immutable.
   *
   * @param dataDirectory the server's, which no plugin may see
   * @param closedPorts of loopback, which no plugin may reach
   */
  record Facts(Path dataDirectory, List<Integer> closedPorts) {
    Facts {
      closedPorts = List.copyOf(closedPorts);
    }
  }

  private Canary(WorkerSetup setup, Facts facts) {
    this.setup = setup;
    this.facts = facts;
  }

  /**
   * Writes its files.
   *
   * @param directory where to; made here
   */
  static Canary create(PythonRuntime runtime, Path directory, Facts facts) throws IOException {
    Files.createDirectory(directory);
    var plugin = Files.createDirectory(directory.resolve("plugin"));
    try (var source = Canary.class.getResourceAsStream("canary.py")) {
      if (source == null) {
        throw new IOException("the canary is missing in this build");
      }
      Files.copy(source, plugin.resolve("main.py"));
    }
    return new Canary(
        new WorkerSetup(
            runtime,
            plugin,
            Files.createDirectory(directory.resolve("persistent"), PrivateFiles.MODE),
            Files.createDirectory(directory.resolve("ephemeral"), PrivateFiles.MODE)),
        facts);
  }

  /** The Python whose walls it tries. */
  PythonRuntime runtime() {
    return setup.runtime();
  }

  /** The walls that gave way. */
  List<String> attack(WorkerStarter starter) throws IOException {
    var printed = new ArrayList<String>();
    try (var worker = starter.start(setup, TIME_LIMIT)) {
      var report =
          worker.call(
              request(worker.isolationLevel()),
              TIME_LIMIT,
              (_, line) -> {
                synchronized (printed) {
                  printed.add(line);
                }
              });
      if (report.end() instanceof End.Replied(ShimReply.Returned(PluginValue.Dict result, var _))
          && result.get("cookie") instanceof PluginValue.Dict cookie
          && cookie.get("broken") instanceof PluginValue.Items(var broken)) {
        return broken.stream().map(Canary::text).toList();
      }
      throw new IOException("the canary did not answer: " + report.end() + " " + printed);
    }
  }

  private static String text(PluginValue value) {
    return value instanceof PluginValue.Text(var text) ? text : "?";
  }

  private static PluginValue number(int number) {
    return new PluginValue.Int(number);
  }

  private ShimCall request(IsolationLevel level) {
    var known = new LinkedHashMap<String, PluginValue>();
    known.put("server_pid", new PluginValue.Int(ProcessHandle.current().pid()));
    known.put("data_directory", new PluginValue.Text(facts.dataDirectory().toString()));
    known.put("may_fork", new PluginValue.Bool(level == IsolationLevel.FULL));
    known.put(
        "closed_ports",
        new PluginValue.Items(facts.closedPorts().stream().map(Canary::number).toList()));
    var configuration = new String(ValueJson.write(new PluginValue.Dict(known)), UTF_8);
    return new ShimCall(
        "authenticate",
        setup.pluginDirectory(),
        configuration,
        new PluginValue.Dict(Map.of()),
        ShimCall.ResultForm.DICT,
        RESULT_LIMIT_BYTES,
        RESULT_LIMIT_BYTES);
  }
}
