// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.config.WorkerNetwork;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

/** Lets scripted workers answer in the canaries' place: nothing attacks this machine. */
@Timeout(30)
class CanariesTest {
  private static final Pattern CLOSED_PORTS = Pattern.compile("\"closed_ports\":\\[([0-9,]*)]");
  private static final List<PythonRuntime> RUNTIMES =
      List.of(runtime("python3"), runtime("leaky"), runtime("python2"));

  @TempDir Path directory;

  private final Set<String> asked = Collections.synchronizedSet(new TreeSet<>());

  private static PythonRuntime runtime(String name) {
    return new PythonRuntime(name, Path.of("/absent"), "3.11.2");
  }

  /** A worker of the runtime "leaky" gets past two walls; one of "mute" says nothing. */
  private final class ScriptedWorkers implements WorkerStarter {
    @Override
    public Worker start(WorkerSetup setup, Duration timeLimit) {
      return new ScriptedWorker(setup.runtime().name());
    }

    @Override
    public StartKind startKind() {
      return StartKind.EXEC;
    }

    @Override
    public IsolationLevel isolationLevel() {
      return IsolationLevel.FULL;
    }

    @Override
    public void close() {}
  }

  private final class ScriptedWorker implements Worker {
    private final String runtime;

    ScriptedWorker(String runtime) {
      this.runtime = runtime;
    }

    @Override
    public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
      var found = CLOSED_PORTS.matcher(((ShimCall) request).configuration());
      asked.add(found.find() ? Objects.requireNonNull(found.group(1)) : "nothing");
      var broken =
          runtime.equals("leaky") || runtime.equals("found")
              ? List.of("signals", "files")
              : List.<String>of();
      var items = broken.stream().<PluginValue>map(PluginValue.Text::new).toList();
      End end =
          runtime.equals("mute")
              ? new End.Exited(3)
              : new End.Replied(
                  new ShimReply.Returned(
                      new PluginValue.Dict(
                          Map.of(
                              "cookie",
                              new PluginValue.Dict(
                                  Map.of("broken", new PluginValue.Items(items))))),
                      true));
      return new WorkerReport(end, new OutputCount(0, 0), new OutputCount(0, 0), Duration.ZERO, 0);
    }

    @Override
    public StartKind startKind() {
      return StartKind.EXEC;
    }

    @Override
    public IsolationLevel isolationLevel() {
      return IsolationLevel.FULL;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }

  private Canaries canaries(List<PythonRuntime> runtimes, WorkerNetwork network, int port)
      throws IOException {
    return Canaries.create(
        runtimes,
        runtime -> !runtime.name().equals("found"),
        directory.resolve("canary"),
        directory.resolve("data"),
        network,
        port);
  }

  /** The ports that all canaries were told not to reach. */
  private List<Integer> closedPorts(WorkerNetwork network, int serverPort) throws Exception {
    try (var canaries = canaries(RUNTIMES, network, serverPort)) {
      var _ = canaries.attack(new ScriptedWorkers());
      assertThat(asked).hasSize(1);
      return Pattern.compile("[0-9]+")
          .matcher(asked.iterator().next())
          .results()
          .map(number -> Integer.valueOf(number.group()))
          .toList();
    }
  }

  @Test
  void each_runtime_is_tried_and_named() throws Exception {
    try (var canaries = canaries(RUNTIMES, new WorkerNetwork.Open(), 0)) {
      assertThat(canaries.attack(new ScriptedWorkers()))
          .containsExactly("signals on leaky", "files on leaky");
    }
    assertThat(directory.resolve("canary")).doesNotExist();
  }

  @Test
  void a_runtime_that_nobody_named_is_only_found_unfit() throws Exception {
    var found = runtime("found");
    try (var canaries = canaries(List.of(runtime("python3"), found), new WorkerNetwork.Open(), 0)) {
      assertThat(canaries.attack(new ScriptedWorkers())).isEmpty();
      assertThat(canaries.unfit())
          .containsExactly(entry(found, "a plugin could get past: signals, files"));
    }
  }

  @Test
  void a_runtime_that_does_not_answer_is_named() throws Exception {
    var runtimes = List.of(runtime("python3"), runtime("mute"));
    try (var canaries = canaries(runtimes, new WorkerNetwork.Open(), 0)) {
      assertThatThrownBy(() -> canaries.attack(new ScriptedWorkers()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("mute: the canary did not answer");
    }
  }

  @Test
  void what_the_network_setting_closes_must_not_be_reached() throws Exception {
    assertThat(closedPorts(new WorkerNetwork.None(), 50061)).hasSize(2).contains(50061);
  }

  @Test
  void a_port_that_the_operator_opens_may_be_reached() throws Exception {
    assertThat(closedPorts(new WorkerNetwork.Ports(List.of(50061)), 50061))
        .hasSize(1)
        .doesNotContain(50061);
  }

  @Test
  void an_open_network_has_no_closed_ports() throws Exception {
    assertThat(closedPorts(new WorkerNetwork.Open(), 50061)).isEmpty();
  }

  @Test
  void somebody_listens_at_a_port_that_must_not_be_reached() throws Exception {
    try (var canaries = canaries(RUNTIMES, new WorkerNetwork.None(), 0)) {
      var _ = canaries.attack(new ScriptedWorkers());
      int port = Integer.parseInt(asked.iterator().next());
      try (var connection = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        assertThat(connection.isConnected()).isTrue();
      }
    }
  }

  /** Runs one attack of the script where no walls are, as the connections harm nobody. */
  private String attack(String call) throws Exception {
    try (var source = Objects.requireNonNull(Canary.class.getResourceAsStream("canary.py"))) {
      Files.copy(source, directory.resolve("canary.py"));
    }
    var process =
        new ProcessBuilder("python3", "-B", "-c", "import canary; canary." + call)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "reached" : said;
  }

  @Test
  void a_connection_is_a_wall_that_gave_way() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(attack("_connects(" + listener.getLocalPort() + ")")).isEqualTo("reached");
    }
  }

  @Test
  void so_is_an_answer_of_the_machine_that_nobody_listens() throws Exception {
    int port;
    try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = listener.getLocalPort();
    }
    assertThat(attack("_connects(" + port + ")")).isEqualTo("reached");
  }
}
