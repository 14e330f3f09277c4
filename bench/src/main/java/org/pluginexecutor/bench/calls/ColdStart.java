// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.pluginexecutor.client.PluginTarget;

/** A way to start the server, and how long that took each time. Confined to one thread. */
final class ColdStart {
  /** What the launcher gives to a server, but for the archive. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms32m",
          "-Xmn16m",
          "-XX:MaxRAM=2g",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xlog:cds=off",
          "-Xlog:aot=off");

  private static final int PLUGINS = 10;

  private final String name;
  private final List<String> flags;
  private final Path app;
  private final List<Double> readyMs = new ArrayList<>();
  private final List<Double> servedMs = new ArrayList<>();

  ColdStart(String name, List<String> flags, Path app) {
    this.name = name;
    this.flags = List.copyOf(flags);
    this.app = app;
  }

  /** Puts plugins into the data directory that all starts use. */
  static void prepare(Path work, Python python) throws IOException {
    try (var server =
        ServerContender.start(
            work, python, new ServerFlags("first", "", true, List.of(), List.of()))) {
      server.prepare(Workloads.bare());
      for (int i = 1; i < PLUGINS; i++) {
        server.prepare(Workloads.numbered(i));
      }
      server.call(Workloads.bare());
    }
  }

  void measure(Path work, Python python) throws IOException {
    long began = System.nanoTime();
    try (var server = LaunchedServer.start(work, command(work, python))) {
      readyMs.add(Durations.millisSince(began));
      var target = new PluginTarget.Instance(Workloads.bare().plugin());
      var _ = server.client().newSession("bench").call(target, Workload.HOOK, Workload.ARGUMENTS);
      servedMs.add(Durations.millisSince(began));
    }
  }

  private List<String> command(Path work, Python python) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            app.resolve("lib") + "/*",
            "org.pluginexecutor.cli.Main",
            "serve",
            "--port",
            "0",
            "--data-dir",
            work.resolve("data").toString(),
            "--runtime",
            "bench=" + python.executable()));
    return command;
  }

  void addTo(Series series) {
    var values = new LinkedHashMap<String, Double>();
    values.put("serving_p50_ms", median(readyMs));
    values.put("first_call_p50_ms", median(servedMs));
    values.put("first_call_max_ms", servedMs.stream().mapToDouble(ms -> ms).max().orElse(0));
    values.put("starts", (double) servedMs.size());
    series.add(name, values);
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
  }
}
