// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says on what and how something was measured. Stateless. */
final class Facts {
  private Facts() {}

  static Map<String, String> of(Python python) throws IOException {
    var facts = new LinkedHashMap<String, String>();
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.version"));
    facts.put("python", python.version());
    facts.put("load before", loadAverage());
    return facts;
  }

  /** Adds what is only known at the end. */
  static void end(Map<String, String> facts, Duration took) throws IOException {
    facts.put("load after", loadAverage());
    facts.put("took", took.toSeconds() + " s");
  }

  /** Of the last minute: what else the machine had to do. */
  private static String loadAverage() throws IOException {
    return List.of(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)).getFirst();
  }
}
