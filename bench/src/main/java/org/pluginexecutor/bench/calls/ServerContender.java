// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.VerdictKind;

/** The product: a server with some settings, called as gateways call it. */
final class ServerContender implements Contender {
  private static final double NANOS_PER_MS = 1e6;

  /**
   * Most of what a call takes is spent elsewhere, and no minute is enough for thousands of them.
   */
  private static final double FRESH_SHARE = 0.15;

  private final ServerFlags flags;
  private final LaunchedServer server;
  private final LongAdder workerNanos = new LongAdder();
  private final AtomicLong sessions = new AtomicLong();

  private ServerContender(ServerFlags flags, LaunchedServer server) {
    this.flags = flags;
    this.server = server;
  }

  /**
   * Starts a server in a directory of its own.
   *
   * @throws IOException if the machine does not give what the flags ask for
   */
  static ServerContender start(Path directory, Python python, ServerFlags flags)
      throws IOException {
    return new ServerContender(flags, LaunchedServer.start(directory, python, flags));
  }

  @Override
  public String name() {
    return flags.name();
  }

  @Override
  public void prepare(Workload workload) throws IOException {
    var _ = server.client().plugins().upload(new ByteArrayInputStream(workload.zip()));
    var plugin = PluginName.of(workload.plugin());
    var _ = server.client().instances().create(workload.plugin(), plugin, Optional.empty());
  }

  @Override
  public double compilerShare() {
    return ServerFlags.startsFresh(name()) ? FRESH_SHARE : 1;
  }

  @Override
  public void call(Workload workload) throws IOException {
    var session = server.client().newSession("bench-" + sessions.incrementAndGet());
    var target = new PluginTarget.Instance(workload.plugin());
    accept(session.call(target, Workload.HOOK, Workload.ARGUMENTS));
  }

  private void accept(HookResponse response) throws IOException {
    if (response.outcome() instanceof Outcome.Returned(_, var verdict)
        && verdict.equals(Optional.of(VerdictKind.ACCEPT))) {
      workerNanos.add(response.cost().cpuTime().toNanos());
    } else {
      throw new IOException(name() + ": " + response.outcome() + " (expected: ACCEPT)");
    }
  }

  /**
   * What is neither the server's nor a hook's own went into starting and ending hooks. What ended
   * together with its namespace is not in it.
   */
  @Override
  public CpuTime cpuTime() {
    double workers = workerNanos.sum() / NANOS_PER_MS;
    double others = Processes.descendantsMs(server.pid());
    double starting = flags.countsHooks() ? others - workers : others;
    return new CpuTime(Processes.ownMs(server.pid()), starting, workers);
  }

  @Override
  public Memory memory() {
    return new Memory(
        Processes.residentBytes(server.pid()),
        Processes.descendants(server.pid()).stream().mapToLong(Processes::pssBytes).sum());
  }

  LaunchedServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
