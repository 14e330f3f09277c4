// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
 * Confined to one thread; owns their files and the port that they try to reach.
 */
final class Canaries implements Resource {
  private static final Logger log = LoggerFactory.getLogger(Canaries.class);

  private final List<Canary> canaries;
  private final Predicate<PythonRuntime> isRequired;
  private final CloseStack resources;
  private final Map<PythonRuntime, String> unfit = new LinkedHashMap<>();

  private Canaries(
      List<Canary> canaries, Predicate<PythonRuntime> isRequired, CloseStack resources) {
    this.canaries = List.copyOf(canaries);
    this.isRequired = isRequired;
    this.resources = resources;
  }

  /**
   * Writes their files and begins to listen on loopback.
   *
   * @param isRequired the others are only named unfit where the walls do not stand around them
   * @param directory where their files go; made here, removed on close
   * @param dataDirectory the server's, which no plugin may see
   * @param network what they may reach; everything else must be refused
   * @param serverPort where the server will listen; 0: not known yet
   */
  static Canaries create(
      List<PythonRuntime> runtimes,
      Predicate<PythonRuntime> isRequired,
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
      return new Canaries(canaries, isRequired, guard.release());
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
   * @return the walls that gave way around what is required, each with the runtime
   * @throws IOException if one of those did not come up or did not answer; the message names its
   *     runtime
   */
  List<String> attack(WorkerStarter starter) throws IOException, InterruptedException {
    unfit.clear();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attacks = new ArrayList<Future<List<String>>>();
      for (var canary : canaries) {
        attacks.add(threads.submit(() -> canary.attack(starter)));
      }
      var broken = new ArrayList<String>();
      for (int i = 0; i < attacks.size(); i++) {
        broken.addAll(broken(canaries.get(i).runtime(), attacks.get(i)));
      }
      return broken;
    }
  }

  /** The runtimes that are not required and failed in the last attack, each with the reason. */
  Map<PythonRuntime, String> unfit() {
    return Collections.unmodifiableMap(unfit);
  }

  private List<String> broken(PythonRuntime runtime, Future<List<String>> attack)
      throws IOException, InterruptedException {
    try {
      var walls = attack.get();
      if (!isRequired.test(runtime) && !walls.isEmpty()) {
        unfit.put(runtime, "a plugin could get past: " + String.join(", ", walls));
        return List.of();
      }
      return walls.stream().map(wall -> wall + " on " + runtime.name()).toList();
    } catch (ExecutionException e) {
      var failure = failure(runtime, e.getCause());
      if (isRequired.test(runtime)) {
        throw failure;
      }
      unfit.put(runtime, String.valueOf(failure.getMessage()));
      return List.of();
    }
  }

  private static IOException failure(PythonRuntime runtime, @Nullable Throwable cause) {
    return switch (cause) {
      case NotReadyException e -> e.on(runtime.name());
      // Made for callers, who are told nothing of this machine.
      case ExecutorException e when e.getCause() instanceof IOException inner ->
          failure(runtime, inner);
      case IOException e -> new IOException(runtime.name() + ": " + e.getMessage(), e);
      case ExecutorException e -> new IOException(runtime.name() + ": " + e.getMessage(), e);
      case null, default -> throw new IllegalStateException("the canary of " + runtime, cause);
    };
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
