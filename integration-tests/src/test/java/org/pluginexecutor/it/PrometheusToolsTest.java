// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Metrics and rules of alerts as Prometheus' own tools read them: promtool of Debian's package
 * prometheus, and the parser of its package python3-prometheus-client, with python3-decorator. CI
 * unpacks them, so there a missing one is a failure.
 */
@Timeout(120)
class PrometheusToolsTest {
  private static final Path TOOLS = TestServer.home().resolve("target/tools/prometheus");

  @TempDir Path directory;

  private record Run(int exitCode, String output) {}

  /** Runs a program; absent: it is not there. */
  private Run run(Map<String, String> environment, Path input, List<String> command)
      throws IOException, InterruptedException {
    var output = directory.resolve("output");
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    int exitCode = builder.start().waitFor();
    return new Run(exitCode, Files.readString(output));
  }

  private static String promtool() {
    for (var place : List.of(TOOLS.resolve("usr/bin/promtool"), Path.of("/usr/bin/promtool"))) {
      if (Files.isExecutable(place)) {
        return place.toString();
      }
    }
    return missing("promtool");
  }

  private static String missing(String what) {
    assertThat(System.getenv("CI")).as("CI has to unpack " + what).isNull();
    assumeTrue(false, "needs " + what + "; see .ci/run");
    throw new IllegalStateException();
  }

  private Path scraped() throws IOException {
    try (var server =
        TestServer.withoutWalls(config -> config.withAdmin(config.admin().withPort(0)))) {
      var target = server.aa("class Plugin:\n  def authenticate(self, **_): return None");
      server.call(target, "authenticate", Map.of());
      var uri =
          URI.create("http://127.0.0.1:" + server.server().adminPort().orElseThrow() + "/metrics");
      var connection = uri.toURL().openConnection();
      connection.setRequestProperty("Authorization", "Bearer " + server.token());
      try (var stream = connection.getInputStream()) {
        return Files.write(directory.resolve("metrics"), stream.readAllBytes());
      }
    }
  }

  @Test
  void promtool_finds_nothing_amiss_in_the_metrics() throws Exception {
    var promtool = promtool();

    var run = run(Map.of(), scraped(), List.of(promtool, "check", "metrics"));

    assertThat(run.output().lines().filter(line -> !isOfJavaMachine(line))).isEmpty();
    assertThat(run.exitCode()).isIn(0, 3);
  }

  /** These names are Micrometer's own. */
  private static boolean isOfJavaMachine(String line) {
    return line.startsWith("jvm_") || line.startsWith("system_") || line.startsWith("process_");
  }

  @Test
  void the_parser_of_the_python_client_reads_every_family() throws Exception {
    var script =
        """
        import sys
        from prometheus_client.parser import text_string_to_metric_families
        for family in text_string_to_metric_families(sys.stdin.read()):
            print(family.name, family.type, len(family.samples) > 0)
        """;
    var environment =
        Map.of("PYTHONPATH", TOOLS.resolve("usr/lib/python3/dist-packages").toString());
    var python = List.of("/usr/bin/python3", "-c");
    var nothing = Files.createFile(directory.resolve("nothing"));
    var probe = new ArrayList<>(python);
    probe.add("import prometheus_client.parser");
    if (run(environment, nothing, probe).exitCode() != 0) {
      missing("python3-prometheus-client");
    }
    var command = new ArrayList<>(python);
    command.add(script);

    var run = run(environment, scraped(), command);

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output().lines())
        .contains(
            "pluginexecutor_invocations counter True",
            "pluginexecutor_run_seconds histogram True",
            "pluginexecutor_peak_memory_bytes histogram True",
            "pluginexecutor_slots gauge True",
            "rpc_server_call_duration_seconds histogram True")
        .noneMatch(line -> line.endsWith("False"));
  }

  @Test
  void promtool_takes_the_rules_and_their_tests_pass() throws Exception {
    var promtool = promtool();
    var rules = TestServer.home().resolve("deploy/alerts.yaml");
    var tests = TestServer.home().resolve("deploy/alerts-test.yaml");
    var nothing = Files.createFile(directory.resolve("nothing"));

    var check = run(Map.of(), nothing, List.of(promtool, "check", "rules", rules.toString()));
    var test = run(Map.of(), nothing, List.of(promtool, "test", "rules", tests.toString()));

    assertThat(check.exitCode()).as(check.output()).isZero();
    assertThat(test.exitCode()).as(test.output()).isZero();
    var tested = Files.readString(tests, StandardCharsets.UTF_8);
    assertThat(
            Files.readString(rules, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("- alert: "))
                .map(line -> line.substring(line.indexOf(": ") + 2)))
        .allMatch(alert -> tested.contains("alertname: " + alert + "\n"));
  }
}
