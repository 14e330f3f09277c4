// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The floor: a warm interpreter for each plugin that forks once per call and has no walls. */
final class ForkServer implements Contender {
  private final Path work;
  private final Python python;
  private final Trees trees;
  private final byte[] request = Workload.request();
  private final Map<String, Warm> servers = new ConcurrentHashMap<>();

  ForkServer(Path work, Python python, Trees trees) {
    this.work = work;
    this.python = python;
    this.trees = trees;
  }

  /** The interpreter of one plugin. */
  private record Warm(Process process, UnixDomainSocketAddress address) {}

  @Override
  public String name() {
    return ContenderNames.FORK_SERVER;
  }

  @Override
  public void prepare(Workload workload) throws IOException {
    var socket = work.resolve(workload.name() + ".sock");
    var arguments = new ArrayList<String>();
    arguments.add(socket.toString());
    arguments.add(trees.of(workload).toString());
    arguments.addAll(workload.modules());
    // Every plugin of these needs it for its arguments.
    arguments.add("json");
    var process =
        new ProcessBuilder(python.command(trees.script("fork_server.py"), arguments))
            .redirectError(work.resolve("fork-server.log").toFile())
            .start();
    servers.put(workload.name(), new Warm(process, UnixDomainSocketAddress.of(socket)));
    if (process.inputReader(StandardCharsets.UTF_8).readLine() == null) {
      throw new IOException("fork server: ended at its start (expected: ready)");
    }
  }

  @Override
  public void call(Workload workload) throws IOException {
    var warm = servers.get(workload.name());
    if (warm == null) {
      throw new IllegalStateException("workload: " + workload.name() + " (expected: prepared)");
    }
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(warm.address());
      var bytes = ByteBuffer.wrap(request);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.shutdownOutput();
      var reply = Channels.newInputStream(channel).readAllBytes();
      Replies.check(name(), new String(reply, StandardCharsets.UTF_8));
    }
  }

  @Override
  public CpuTime cpuTime() {
    double starting = 0;
    double workers = 0;
    for (var warm : servers.values()) {
      long pid = warm.process().pid();
      starting += Processes.ownMs(pid);
      workers += Processes.descendantsMs(pid);
    }
    return new CpuTime(0, starting, workers);
  }

  @Override
  public Memory memory() {
    long pss = 0;
    for (var warm : servers.values()) {
      long pid = warm.process().pid();
      pss += Processes.pssBytes(pid);
      pss += Processes.descendants(pid).stream().mapToLong(Processes::pssBytes).sum();
    }
    return new Memory(0, pss);
  }

  @Override
  public void close() throws IOException {
    for (var warm : servers.values()) {
      warm.process().getOutputStream().close();
    }
    for (var warm : servers.values()) {
      Ends.await(warm.process());
    }
  }
}
