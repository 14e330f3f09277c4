// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pluginexecutor.server.value.TestValues.dict;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/** Starts shell scripts in place of Pythons. */
@Timeout(30)
class ExecWorkerStarterTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;

  private Path plugin;
  private ExecWorkerStarter starter;

  @BeforeEach
  void open() throws IOException {
    plugin = Files.createDirectory(directory.resolve("plugin"));
    Files.writeString(plugin.resolve("data.txt"), "d");
    starter = ExecWorkerStarter.open(directory.resolve("main"), directory, OutputLimits.defaults());
  }

  @AfterEach
  void close() {
    starter.close();
  }

  private PythonRuntime interpreter(String script) throws IOException {
    var file = directory.resolve("interpreter");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new PythonRuntime("p", file, "3.11.2");
  }

  private WorkerSetup setup(PythonRuntime runtime, Path plugin) {
    return new WorkerSetup(
        runtime, plugin, directory.resolve("persistent"), directory.resolve("ephemeral"));
  }

  private ExecutorException failureOf(PythonRuntime runtime, Duration timeLimit) {
    return catchThrowableOfType(
        ExecutorException.class, () -> starter.start(setup(runtime, plugin), timeLimit));
  }

  private void assertNothingIsLeft() {
    assertThat(directory.resolve("workers")).isEmptyDirectory();
  }

  @Test
  void fails_at_once_when_the_interpreter_exits() throws IOException {
    var failure = failureOf(interpreter("echo broken >&2; exit 3"), LONG);

    assertThat(failure.error())
        .isEqualTo(
            new ExecutorError.WorkerStartFailed(
                "the worker did not come up", Duration.ofMillis(200)));
    assertThat(failure.getMessage()).doesNotContain(directory.toString());
    assertThat(failure).hasRootCauseMessage("ended with exit code 3");
    assertThat(failure).cause().hasMessage("its last words: broken");
    assertNothingIsLeft();
  }

  @Test
  void kills_an_interpreter_that_does_not_connect_in_time() throws IOException {
    var pid = directory.resolve("pid");
    var runtime = interpreter("echo $$ > " + pid + "; exec sleep 600");

    var failure = failureOf(runtime, Duration.ofMillis(500));

    assertThat(failure.error()).isInstanceOf(ExecutorError.WorkerStartFailed.class);
    var process = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    process.ifPresent(killed -> killed.onExit().join());
    assertNothingIsLeft();
  }

  @Test
  void fails_when_there_is_no_interpreter() {
    var runtime = new PythonRuntime("p", directory.resolve("missing"), "3.11.2");

    var failure = failureOf(runtime, LONG);

    assertThat(failure.error()).isInstanceOf(ExecutorError.WorkerStartFailed.class);
    assertThat(failure.getMessage()).doesNotContain(directory.toString());
    assertNothingIsLeft();
  }

  @Test
  void fails_when_the_package_is_gone() throws IOException {
    var runtime = interpreter("exit 0");

    assertThatThrownBy(() -> starter.start(setup(runtime, directory.resolve("gone")), LONG))
        .isInstanceOf(ExecutorException.class)
        .hasMessageNotContaining(directory.toString());
    assertNothingIsLeft();
  }

  @Test
  void reports_an_interrupt_and_keeps_it() throws IOException {
    var runtime = interpreter("exec sleep 600");
    Thread.currentThread().interrupt();

    var failure = failureOf(runtime, LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.error()).isInstanceOf(ExecutorError.WorkerStartFailed.class);
    assertNothingIsLeft();
  }

  @Test
  void tells_a_shim_of_another_version_from_a_worker_that_does_not_come_up() throws Exception {
    var fifo = fifo();
    var runtime = interpreter("cat > " + fifo + "; exec sleep 600");
    var failure = CompletableFuture.supplyAsync(() -> failureOf(runtime, LONG));
    var startLine = (PluginValue.Dict) ValueJson.read(Files.readAllBytes(fifo));

    try (var connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      connection.connect(UnixDomainSocketAddress.of(text(startLine, "socket")));
      Frames.write(
          connection,
          dict(
              "type", "hello", "role", "control", "protocol", 2, "nonce", text(startLine, "nonce")),
          4096);
      assertThat(failure.get().error())
          .isEqualTo(
              new ExecutorError.ShimProtocolViolation(
                  "protocol version: 2 (expected: 1, the server's)"));
    }
    assertNothingIsLeft();
  }

  @Test
  void gives_the_shim_a_nonce_of_64_digits_and_the_socket_and_nothing_else() throws Exception {
    var fifo = fifo();
    var runtime = interpreter("cat > " + fifo);
    var failure = CompletableFuture.supplyAsync(() -> failureOf(runtime, LONG));

    var line = new String(Files.readAllBytes(fifo), StandardCharsets.UTF_8);

    assertThat(line)
        .matches("\\{\"socket\":\"[^\"]+\",\"nonce\":\"[0-9a-f]{64}\"}\n")
        .contains("\"" + directory.resolve("socket") + "\"");
    assertThat(failure.get()).isNotNull();
  }

  @Test
  void starts_the_interpreter_in_a_private_directory_with_links_to_the_package() throws Exception {
    var fifo = fifo();
    var runtime = interpreter("{ stat -c %a .; ls -l data.txt; pwd; } > " + fifo);
    var failure = CompletableFuture.supplyAsync(() -> failureOf(runtime, LONG));

    var seen = Files.readAllLines(fifo);

    assertThat(seen.get(0)).isEqualTo("700");
    assertThat(seen.get(1)).endsWith("data.txt -> " + plugin.resolve("data.txt"));
    assertThat(seen.get(2)).startsWith(directory.resolve("workers").toString());
    assertThat(failure.get()).isNotNull();
  }

  @Test
  void gives_the_interpreter_exactly_its_own_environment() throws Exception {
    var fifo = fifo();
    var runtime = interpreter("{ pwd; env; } > " + fifo);
    var failure = CompletableFuture.supplyAsync(() -> failureOf(runtime, LONG));

    var seen = Files.readAllLines(fifo);

    var own = List.of("PWD", "OLDPWD", "SHLVL", "_");
    var environment =
        seen.subList(1, seen.size()).stream()
            .map(line -> line.split("=", 2))
            .filter(pair -> !own.contains(pair[0]))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    assertThat(environment)
        .isEqualTo(
            ExecWorkerStarter.workerEnvironment(setup(runtime, plugin), Path.of(seen.get(0))));
    assertThat(failure.get()).isNotNull();
  }

  @Test
  void has_six_variables_in_a_worker_s_environment() {
    var setup =
        new WorkerSetup(
            new PythonRuntime("p", Path.of("/p"), "3.11.2"),
            Path.of("/plugin"),
            Path.of("/persistent"),
            Path.of("/ephemeral"));

    assertThat(ExecWorkerStarter.workerEnvironment(setup, Path.of("/w")))
        .isEqualTo(
            Map.of(
                "HOME",
                "/w",
                "TMPDIR",
                "/w",
                "LANG",
                "C.UTF-8",
                "PATH",
                "/usr/local/bin:/usr/bin:/bin",
                "SCB_PLUGIN_STATE_DIRECTORY",
                "/persistent",
                "EPHEMERAL_PLUGIN_STATE_DIRECTORY",
                "/ephemeral"));
  }

  @Test
  void removes_its_directory_when_closed() {
    starter.close();

    assertThat(directory.resolve("workers")).doesNotExist();
  }

  private Path fifo() throws IOException {
    var fifo = directory.resolve("fifo");
    try {
      assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return fifo;
  }

  private static String text(PluginValue.Dict dict, String field) {
    if (dict.get(field) instanceof PluginValue.Text(var text)) {
      return text;
    }
    throw new IllegalArgumentException(field);
  }
}
