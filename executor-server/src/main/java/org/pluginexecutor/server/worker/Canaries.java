// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.pluginexecutor.server.config.WorkerNetwork;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A canary for each runtime: the same walls can stand around one Python and not around another.
 * Immutable; owns their files and the port that they try to reach.
 */
final class Canaries implements Resource {
  private static final Logger log = LoggerFactory.getLogger(Canaries.class);

  private final List<Canary> canaries;
  private final CloseStack resources;

  private Canaries(List<Canary> canaries, CloseStack resources) {
    this.canaries = List.copyOf(canaries);
    this.resources = resources;
  }

  /**
   * Writes their files and begins to listen on loopback.
   *
   * @param directory where their files go; made here, removed on close
   * @param dataDirectory the server's, which no plugin may see
   * @param network what they may reach; everything else must be refused
   * @param serverPort where the server will listen; 0: not known yet
   */
  static Canaries create(
      List<PythonRuntime> runtimes,
      Path directory,
      Path dataDirectory,
      WorkerNetwork network,
      int serverPort)
      throws IOException {
    try (var guard = new CloseStack()) {
      Files.createDirectory(directory);
      guard.push(() -> remove(directory));
      var listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
      guard.push(() -> close(listener));
      var facts =
          new Canary.Facts(
              dataDirectory, closedPorts(network, listener.getLocalPort(), serverPort));
      var canaries = new ArrayList<Canary>();
      for (var runtime : runtimes) {
        canaries.add(
            Canary.create(runtime, directory.resolve(Integer.toString(canaries.size())), facts));
      }
      return new Canaries(canaries, guard.release());
    }
  }

  private static List<Integer> closedPorts(WorkerNetwork network, int listening, int serverPort) {
    var ports = Stream.of(listening, serverPort).filter(port -> port != 0).toList();
    return switch (network) {
      case WorkerNetwork.Open() -> List.of();
      case WorkerNetwork.None() -> ports;
      case WorkerNetwork.Ports(var tcp) ->
          ports.stream().filter(port -> !tcp.contains(port)).toList();
    };
  }

  /**
   * Lets all of them attack at once.
   *
   * @return the walls that gave way, each with the runtime
   * @throws IOException if one did not come up or did not answer; the message names its runtime
   */
  List<String> attack(WorkerStarter starter) throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attacks = new ArrayList<Future<List<String>>>();
      for (var canary : canaries) {
        attacks.add(threads.submit(() -> canary.attack(starter)));
      }
      var broken = new ArrayList<String>();
      for (int i = 0; i < attacks.size(); i++) {
        var runtime = canaries.get(i).runtime().name();
        for (var wall : result(runtime, attacks.get(i))) {
          broken.add(wall + " on " + runtime);
        }
      }
      return broken;
    }
  }

  private static List<String> result(String runtime, Future<List<String>> attack)
      throws IOException, InterruptedException {
    try {
      return attack.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException || e.getCause() instanceof ExecutorException) {
        throw new IOException(
            runtime + ": " + IsolationProbe.words((Exception) e.getCause()), e.getCause());
      }
      throw new IllegalStateException("the canary of " + runtime, e);
    }
  }

  private static void close(ServerSocket listener) {
    try {
      listener.close();
    } catch (IOException e) {
      log.debug("the port of the canaries could not be closed", e);
    }
  }

  private static void remove(Path directory) {
    try {
      TreeRemover.remove(directory);
    } catch (IOException e) {
      log.warn("the directory of the canaries could not be removed", e);
    }
  }

  @Override
  public void close() {
    resources.close();
  }
}
