// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration of a server: from where it is read, and what is said when it is broken. */
class ServeConfigTest {
  private static final Pattern REMARK = Pattern.compile("(?m) *# .*$");

  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("server.yaml"), text);
  }

  private Captured check(String text, String... options) throws IOException {
    return check(Map.of(), text, options);
  }

  private Captured check(Map<String, String> environment, String text, String... options)
      throws IOException {
    var arguments =
        Stream.concat(
                Stream.of("serve", "--check-config", "--config", file(text).toString()),
                Stream.of(options))
            .toArray(String[]::new);
    return Captured.runWith(environment, arguments);
  }

  private static Arguments broken(String text, int line, String message) {
    return Arguments.of(text, line, message);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        broken(
            "server:\n  prot: 1\n",
            2,
            "server.prot: unknown key (expected: one of"
                + " docs/CONFIG.md; the nearest is server.port)"),
        broken(
            "sandbx:\n  cells: 1\n",
            1,
            "sandbx: unknown key (expected: one of docs/CONFIG.md;" + " the nearest is sandbox)"),
        broken(
            "slots: 3\n",
            1,
            "slots: unknown key (expected: one of docs/CONFIG.md; the nearest"
                + " is invocation.slots)"),
        broken(
            "sandbox:\n  worker_memory: 1GiB\n",
            2,
            "sandbox.worker_memory: unknown key"
                + " (expected: one of docs/CONFIG.md; the nearest is sandbox.worker-memory)"),
        broken("sandbox:\n  worker:\n    memory: 1GiB\n", 2, "sandbox.worker: unknown key"),
        broken(
            "invocation.slots: 3\n",
            1,
            "invocation.slots: written with a dot (expected: the"
                + " section invocation: and slots: below it)"),
        broken("<<: {slots: 3}\n", 1, "<<: unknown key"),
        broken("? [a]\n: 1\n", 1, "?: a key that is not plain text (expected: text)"),
        broken(
            "sandbox:\n  worker-memory: 1GB\n",
            2,
            "sandbox.worker-memory: 1GB (expected: a size" + " such as 200MiB, 64MiB to 64GiB)"),
        broken(
            "sandbox:\n  worker-memory: 536870912\n",
            2,
            "sandbox.worker-memory: 536870912" + " (expected: a size"),
        broken(
            "sandbox:\n  plugin-memory: 999999999999TiB\n",
            2,
            "sandbox.plugin-memory:" + " 999999999999TiB (expected: a size"),
        broken(
            "server:\n  drain-timeout: 30\n",
            2,
            "server.drain-timeout: 30 (expected: a duration" + " such as 30s, 0s to 24h)"),
        broken("server:\n  drain-timeout: -1s\n", 2, "server.drain-timeout: -1s (expected: a"),
        broken("invocation:\n  slots: many\n", 2, "invocation.slots: many (expected: a whole"),
        broken("invocation:\n  slots: 0\n", 2, "invocation.slots: 0 (expected: a whole number, 1"),
        broken("invocation:\n  slots: 0777\n", 2, "invocation.slots: 0777 (expected: a whole"),
        broken("invocation:\n  slots: 0x10\n", 2, "invocation.slots: 0x10 (expected: a whole"),
        broken("invocation:\n  slots: 1e3\n", 2, "invocation.slots: 1e3 (expected: a whole"),
        broken("invocation:\n  slots: 1_000\n", 2, "invocation.slots: 1_000 (expected: a whole"),
        broken("invocation:\n  slots: 64.0\n", 2, "invocation.slots: 64.0 (expected: a whole"),
        broken("invocation:\n  slots: ٣\n", 2, "invocation.slots: ٣ (expected: a whole"),
        broken(
            "invocation:\n  slots: 2026-01-02\n", 2, "invocation.slots: 2026-01-02 (expected: a"),
        broken("invocation:\n  slots: 99999999999999999999\n", 2, "invocation.slots: 9999"),
        broken("invocation:\n  slots:\n", 2, "invocation.slots: nothing (expected: a whole"),
        broken("invocation:\n  slots: ~\n", 2, "invocation.slots: nothing (expected: a whole"),
        broken("invocation:\n  slots: [1]\n", 2, "invocation.slots: a list (expected: a whole"),
        broken("invocation:\n  slots: {a: 1}\n", 2, "invocation.slots: a mapping (expected: a"),
        broken("invocation:\n  slots: !!int 3\n", 2, "invocation.slots: the tag !!int (expected:"),
        broken("invocation: !x\n  slots: 3\n", 1, "invocation: the tag !x (expected: a section"),
        broken(
            "server:\n  host: !!javax.script.ScriptEngineManager [a]\n",
            2,
            "server.host: the tag" + " !!javax.script.ScriptEngineManager (expected:"),
        broken(
            "trust:\n  require-trusted: yes\n",
            2,
            "trust.require-trusted: yes (expected: true" + " or false)"),
        broken("admin:\n  remote: no\n", 2, "admin.remote: no (expected: true or false)"),
        broken("admin:\n  remote: True\n", 2, "admin.remote: True (expected: true or false)"),
        broken(
            "telemetry:\n  otlp-endpoint: collector:4318\n",
            2,
            "telemetry.otlp-endpoint: collector:4318 (expected: the address of a collector such"),
        broken(
            "telemetry:\n  otlp-endpoint: http://u:p@c\n",
            2,
            "telemetry.otlp-endpoint: http://u:p@c (expected: the address of a collector such"),
        broken("telemetry:\n  trace-ratio: 1.5\n", 2, "telemetry.trace-ratio: 1.5 (expected: a"),
        broken("telemetry:\n  trace-ratio: NaN\n", 2, "telemetry.trace-ratio: NaN (expected: a"),
        broken("sandbox: 3\n", 1, "sandbox: text (expected: a section with keys)"),
        broken("sandbox: []\n", 1, "sandbox: a list (expected: a section with keys)"),
        broken("sandbox:\n  isolation: most\n", 2, "sandbox.isolation: most (expected: full,"),
        broken(
            "sandbox:\n  isolation: portable\n  require-isolation: full\n",
            2,
            "sandbox.isolation: portable (expected: at least sandbox.require-isolation, full;"
                + " sandbox.require-isolation: full from "),
        broken("sandbox:\n  preload: [json, a-b]\n", 2, "sandbox.preload: a-b (expected: names"),
        broken("sandbox:\n  preload: [json, [ssl]]\n", 2, "sandbox.preload: a list in the list"),
        broken(
            "invocation:\n  max-time-limit: 1s\n",
            2,
            "invocation.max-time-limit: 1s (expected:"
                + " at least invocation.default-time-limit)"),
        broken("runtimes: [python3]\n", 1, "runtimes: a list (expected: a mapping NAME:"),
        broken("runtimes:\n  p:\n", 2, "runtimes: nothing for p (expected: a mapping NAME:"),
        broken("runtimes:\n  p: /no/such\n", 1, "runtimes: p=/no/such (expected: the path of a"),
        broken("runtimes:\n  p: a\n  p: b\n", 3, "runtimes.p: there twice, first in line 2"),
        broken("store:\n  key-file: /no/such\n", 2, "store.key-file: /no/such (expected: a file"),
        broken("trust:\n  require-trusted: true\n", 2, "trust.require-trusted: true (expected: a"),
        broken("admin:\n  host: 0.0.0.0\n", 2, "admin.host: 0.0.0.0 (expected: an address of"),
        broken("server:\n  host: no such host\n", 2, "server.host: no such host (expected: an"),
        broken("server:\n  host: ''\n", 2, "server.host: nothing (expected: an address"),
        broken("server:\n  port: 1\n  port: 2\n", 3, "server.port: there twice, first in line 2"),
        broken(
            "server:\n  port: 1\nserver:\n  port: 2\n", 3, "server: there twice, first in line 1"),
        broken("server:\n\tport: 1\n", 2, "not valid YAML 1.2: "),
        broken("server: {port: 1\n", 2, "not valid YAML 1.2: "),
        broken("server:\n  port: \"1\n", 3, "not valid YAML 1.2: "),
        broken("server:\n  port: 1\n port: 2\n", 3, "not valid YAML 1.2: "),
        broken("server:\n  host: \u0007\n", 2, "not valid YAML 1.2: a character that cannot stand"),
        broken("server:\n  port: 1\n---\nserver:\n  port: 2\n", 3, "a second document (expected:"),
        broken("%YAML 2.0\n---\nserver:\n", 0, "not valid YAML 1.2: "),
        broken("a: &a [x]\nb: [*a, *a]\n", 2, "the alias *a (expected: every value written out)"),
        broken("a: &a [*a]\n", 1, "the alias *a (expected: every value written out)"),
        broken(
            "a: " + "[".repeat(5000), 1, "nested too deep, or too much of it (expected: at most"),
        broken("a: [" + "1, ".repeat(6000) + "1]\n", 1, "nested too deep, or too much of it"),
        broken("just text\n", 1, "not a mapping (expected: sections with keys"),
        broken("- a\n- b\n", 1, "not a mapping (expected: sections with keys"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void what_is_wrong_is_said_with_its_line_its_key_and_the_rule(
      String text, int line, String message) throws IOException {
    var check = check(text);

    assertThat(check.exitCode()).as(check.err()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(check.err())
        .startsWith(
            "plugin-executor: "
                + directory.resolve("server.yaml")
                + (line == 0 ? "" : ":" + line)
                + ": "
                + message)
        .hasLineCount(1);
    assertThat(check.out()).isEmpty();
  }

  @Test
  void a_broken_configuration_starts_no_server_and_makes_no_directory() throws IOException {
    var data = directory.resolve("data");
    var file = file("server:\n  port: 70000\n");

    var serve = Captured.run("serve", "--config", file.toString(), "--data-dir", data.toString());

    assertThat(serve.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(serve.err()).hasLineCount(1).contains(file + ":2: server.port: 70000");
    assertThat(data).doesNotExist();
  }

  @Test
  void everything_that_is_wrong_is_said_at_once_each_with_its_place() throws IOException {
    var environment = Map.of("PLUGIN_EXECUTOR_INVOCATION_QUEUE_LENGTH", "-1");
    var text =
        """
        server:
          port: 70000
          prot: 1
        invocation:
          slots: many
          default-time-limit: 2h
        """;

    var check = check(environment, text, "--worker-memory", "1GB");

    assertThat(check.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    var file = directory.resolve("server.yaml");
    assertThat(check.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains(file + ":2: server.port: 70000 (expected: "),
            line -> assertThat(line).contains(file + ":3: server.prot: unknown key"),
            line -> assertThat(line).contains(file + ":5: invocation.slots: many (expected: "),
            line ->
                assertThat(line)
                    .contains("environment PLUGIN_EXECUTOR_INVOCATION_QUEUE_LENGTH:")
                    .contains("invocation.queue-length: -1 (expected: "),
            line ->
                assertThat(line).contains("--worker-memory: sandbox.worker-memory: 1GB (expected"),
            line ->
                assertThat(line)
                    .contains("default: invocation.max-time-limit: 1h (expected: at least")
                    .contains("invocation.default-time-limit: 2h from " + file + ":6)"));
  }

  @Test
  void flags_count_more_than_the_environment_that_more_than_the_file_that_more_than_defaults()
      throws IOException {
    var environment =
        Map.of(
            "PLUGIN_EXECUTOR_SERVER_PORT", "2",
            "PLUGIN_EXECUTOR_INVOCATION_SLOTS", "2",
            "PLUGIN_EXECUTOR_ADMIN_PORT", "");
    var text =
        "server:\n  port: 1\ninvocation:\n  slots: 1\n  queue-length: 1\nadmin:\n  port: 1\n";

    var check = check(environment, text, "--port", "3");

    assertThat(check.exitCode()).as(check.err()).isEqualTo(ExitCode.OK);
    var file = directory.resolve("server.yaml");
    assertThat(check.out())
        .containsPattern("(?m)^  port: 3 +# --port$")
        .containsPattern("(?m)^  slots: 2 +# environment PLUGIN_EXECUTOR_INVOCATION_SLOTS$")
        .containsPattern("(?m)^  queue-length: 1 +# " + Pattern.quote(file + ":5") + "$")
        .containsPattern("(?m)^  port: 1 +# " + Pattern.quote(file + ":7") + "$")
        .containsPattern("(?m)^  queue-timeout: 10s +# default$");
  }

  @Test
  void a_switch_of_the_file_is_taken_back_by_a_flag() throws IOException {
    var text = "invocation:\n  hide-tracebacks: true\n";

    assertThat(check(text).out()).contains("hide-tracebacks: true");
    assertThat(check(text, "--hide-tracebacks=false").out()).contains("hide-tracebacks: false");
    assertThat(check("", "--hide-tracebacks").out()).contains("hide-tracebacks: true");
  }

  @Test
  void the_server_runs_without_a_file_and_an_empty_one_says_nothing() throws IOException {
    var without = Captured.run("serve", "--check-config");

    assertThat(without.exitCode()).as(without.err()).isEqualTo(ExitCode.OK);
    assertThat(without.out()).contains("  port: 50061 ").contains("  # isolation: the best that");
    for (var text : new String[] {"", "# nothing\n", "---\n", "server:\nsandbox: ~\n", "\ufeff"}) {
      assertThat(check(text).out()).as(text).isEqualTo(without.out());
    }
  }

  @Test
  void what_is_printed_is_a_file_that_means_the_same() throws IOException {
    Files.createFile(directory.resolve("digests: #1"));
    var text =
        """
        server: {host: "::1", port: 0, data-directory: "data: \\u00e4 'x'"}
        runtimes: {sh: /bin/sh, sh-2.7: /bin/sh}
        sandbox: {network: "443,636", preload: [json, os.path], isolation: none, worker-user: 1:2}
        packages: {api-version: 1.10}
        trust: {digest-file: "digests: #1"}
        admin: {port: 9464}
        """;
    var first = check(text);
    assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.OK);

    var second = check(first.out());

    assertThat(second.err()).isEmpty();
    assertThat(REMARK.matcher(second.out()).replaceAll(""))
        .isEqualTo(REMARK.matcher(first.out()).replaceAll(""))
        .contains("  host: \"::1\"\n")
        .contains("runtimes: {sh: /bin/sh, sh-2.7: /bin/sh}\n")
        .contains("  api-version: 1.10\n")
        .contains("  preload: [json, os.path]\n")
        .contains("  require-isolation: none\n");
  }

  @Test
  void paths_of_the_file_are_counted_from_its_directory() throws IOException {
    var check = check("server:\n  data-directory: data\n");

    assertThat(check.out()).contains("  data-directory: " + directory.resolve("data") + " ");
  }

  @Test
  void secrets_are_masked_wherever_they_stand() throws IOException {
    var secret = "--token=s3cr3t";
    var environment = Map.of("PLUGIN_EXECUTOR_STORE_KEY_COMMAND", "/bin/wrap " + secret);

    var valid = check(environment, "store:\n  key-command: [/bin/wrap, " + secret + "]\n");
    var both =
        check(environment, "store:\n  key-file: server.yaml\n", "--store-key-command", secret);
    var misspelt = Map.of("PLUGIN_EXECUTOR_STORE_KEY_COMAND", secret);
    var broken = check(misspelt, "store:\n  key-command: ['', " + secret + "]\n");

    assertThat(valid.exitCode()).as(valid.err()).isEqualTo(ExitCode.OK);
    assertThat(valid.out()).contains("  key-command: '***'").contains("(masked)");
    assertThat(both.err()).contains("--store-key-command: store.key-command: *** (expected: one");
    assertThat(broken.err()).contains("store.key-command: *** (expected: a program");
    assertThat(broken.err()).contains("the nearest is PLUGIN_EXECUTOR_STORE_KEY_COMMAND)");
    var cache = check("services:\n  cache-url: rediss://executor:s3cr3t@cache.example.com/1\n");
    var wrongCache = check("services:\n  cache-url: http://executor:s3cr3t@cache.example.com\n");
    assertThat(cache.exitCode()).as(cache.err()).isEqualTo(ExitCode.OK);
    assertThat(cache.out()).contains("  cache-url: '***'");
    assertThat(wrongCache.err()).contains("services.cache-url: *** (expected: an address such as");
    assertThat(
            Stream.of(valid, both, broken, cache, wrongCache)
                .map(Captured::toString)
                .collect(Collectors.joining()))
        .doesNotContain("s3cr3t");
  }

  @Test
  void a_file_that_cannot_be_read_is_one_sentence() throws IOException {
    var large = Files.writeString(directory.resolve("large"), "#".repeat(300_000));
    var latin =
        Files.write(
            directory.resolve("latin"), "a: 1\nb: ä\n".getBytes(StandardCharsets.ISO_8859_1));
    var wide = Files.write(directory.resolve("wide"), "a: 1\n".getBytes(StandardCharsets.UTF_16));

    assertUnreadable(directory, ": a directory (expected: a YAML file)");
    assertUnreadable(directory.resolve("missing"), ": no such file (expected: a YAML file)");
    assertUnreadable(Path.of("/dev/zero"), ": no regular file (expected: a YAML file)");
    assertUnreadable(large, ": too large (expected: at most 256KiB)");
    assertUnreadable(latin, ":2: not UTF-8 (expected: text in UTF-8)");
    assertUnreadable(wide, ":1: not UTF-8 (expected: text in UTF-8)");
  }

  private static void assertUnreadable(Path file, String message) {
    var check = Captured.run("serve", "--check-config", "--config", file.toString());

    assertThat(check.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(check.err()).isEqualTo("plugin-executor: " + file + message + "\n");
  }

  @Test
  void a_variable_that_nobody_knows_is_an_error_unless_it_is_of_somebody_else() {
    var unknown = Map.of("PLUGIN_EXECUTOR_SANDBOX_MEMORY", "1GiB");
    var others =
        Map.of(
            "PLUGIN_EXECUTOR_TARGET", "h:1",
            "PLUGIN_EXECUTOR_TEST_IMAGE", "plugin-executor:0.1.0",
            "PLUGIN_EXECUTOR_SERVICE_HOST", "192.0.2.1",
            "PLUGIN_EXECUTOR_SERVICE_PORT_GRPC", "50061",
            "PLUGIN_EXECUTOR_PORT", "tcp://192.0.2.1:50061",
            "PLUGIN_EXECUTOR_PORT_50061_TCP_ADDR", "192.0.2.1",
            "PLUGIN_EXECUTOR_SERVER_PORT", "tcp://192.0.2.1:50061",
            "PLUGIN_EXECUTORS", "1");

    var wrong = Captured.runWith(unknown, "serve", "--check-config");
    var right = Captured.runWith(others, "serve", "--check-config");

    assertThat(wrong.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(wrong.err())
        .startsWith(
            "plugin-executor: environment PLUGIN_EXECUTOR_SANDBOX_MEMORY: no variable of a setting")
        .contains("the nearest is PLUGIN_EXECUTOR_SANDBOX_");
    assertThat(right.exitCode()).as(right.err()).isEqualTo(ExitCode.OK);
    assertThat(right.out()).containsPattern("  port: 50061 +# default");
  }
}
