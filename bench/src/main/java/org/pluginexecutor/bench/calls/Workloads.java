// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** The plugins that are called; the same bytes each time. Stateless. */
final class Workloads {
  static final String BARE = "bare";
  static final String MFA = "mfa";

  private static final int VENDORED_MODULES = 48;
  private static final long SEED = 20_261_122L;
  private static final int FILE_BYTES = 64 << 10;

  private static final List<String> MFA_MODULES =
      List.of("json", "ssl", "urllib.request", "http.client", "logging", "configparser");

  private static final String HOOK =
      """
      class Plugin(object):
          def __init__(self, configuration):
              self.configuration = configuration

          def authenticate(self, session_id, **others):
      """;

  private Workloads() {}

  /** All of them, the plainest first. */
  static List<Workload> all() {
    return List.of(bare(), mfa(), requests(), vendored(), backend(), bigResult(), manyLines());
  }

  static Workload bare() {
    return withBody(BARE, "a plugin that imports nothing", accept());
  }

  static Workload mfa() {
    return Workload.of(
        MFA, "the imports of a typical MFA plugin", MFA_MODULES, main(imports(), accept()));
  }

  /** A hook that waits so long, as for a backend, and does nothing else. */
  static Workload waiting(String name, Duration time) {
    var body = "        time.sleep(%s)\n".formatted(time.toMillis() / 1e3) + accept();
    return Workload.of(
        name,
        "waits " + time.toMillis() + " ms for a backend",
        List.of("time"),
        main("import time\n", body));
  }

  /**
   * A plugin that carries so much data along, of which a third cannot be compressed.
   *
   * @param mebibytes unpacked
   */
  static Workload ofSize(int mebibytes) {
    var random = new Random(SEED);
    var files = new TreeMap<String, byte[]>();
    files.put("main.py", main("", accept()).getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < (mebibytes << 20) / FILE_BYTES; i++) {
      var content = new byte[FILE_BYTES];
      var noise = new byte[FILE_BYTES / 3];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, content, 0, noise.length);
      files.put("data/%04d.bin".formatted(i), content);
    }
    var description = "a package of " + mebibytes + " MiB, unpacked";
    return new Workload("size_" + mebibytes, description, files, List.of(), Optional.empty());
  }

  /** A plugin whose hook does this. */
  static Workload withBody(String name, String description, String body) {
    return Workload.of(name, description, List.of(), main("", body));
  }

  /** One of many plugins that differ by their names alone. */
  static Workload numbered(int number) {
    return withBody("number_" + number, "one of many plugins", accept());
  }

  private static Workload requests() {
    var files =
        Map.of("main.py", main("import requests\n", accept()).getBytes(StandardCharsets.UTF_8));
    return new Workload(
        "requests", "requests of the runtime", files, List.of("requests"), Optional.of("requests"));
  }

  private static Workload vendored() {
    var files = new TreeMap<String, byte[]>();
    var imports = new StringBuilder();
    files.put("vendored/__init__.py", new byte[0]);
    for (int i = 0; i < VENDORED_MODULES; i++) {
      var module = "part_%02d".formatted(i);
      imports.append("import vendored.").append(module).append('\n');
      files.put("vendored/" + module + ".py", source(i).getBytes(StandardCharsets.UTF_8));
    }
    files.put("main.py", main(imports.toString(), accept()).getBytes(StandardCharsets.UTF_8));
    return new Workload(
        "vendored",
        VENDORED_MODULES + " modules of its own package",
        files,
        List.of("re", "json"),
        Optional.empty());
  }

  /** A module of some hundred lines, as those of small libraries are. */
  private static String source(int number) {
    var text = new StringBuilder("import json\nimport re\n\n");
    for (int i = 0; i < 20; i++) {
      text.append(
          """
          class Record%d(object):
              def __init__(self, text):
                  self.text = text

              def parse(self, default=None):
                  found = re.search("%d-([0-9]+)", self.text)
                  return json.loads(found.group(1)) if found else default


          """
              .formatted(i, number));
    }
    return text.toString();
  }

  private static Workload backend() {
    return waiting("backend", Duration.ofMillis(200));
  }

  private static Workload bigResult() {
    var body =
        """
                return {"verdict": "ACCEPT", "additional_metadata": "x" * (1 << 20)}
        """;
    return withBody("result", "a result of 1 MiB", body);
  }

  private static Workload manyLines() {
    var body =
        """
                for number in range(1000):
                    print("line %d of the output of a plugin" % number)
        """;
    return withBody("lines", "1,000 lines of output", body + accept());
  }

  private static String imports() {
    var text = new StringBuilder();
    MFA_MODULES.forEach(module -> text.append("import ").append(module).append('\n'));
    return text.toString();
  }

  private static String accept() {
    return "        return {\"verdict\": \"ACCEPT\"}\n";
  }

  private static String main(String imports, String body) {
    return "#!/usr/bin/env pluginwrapper3\n" + imports + "\n\n" + HOOK + body;
  }
}
