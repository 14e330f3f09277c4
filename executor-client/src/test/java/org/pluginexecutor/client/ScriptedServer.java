// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An in-process server and a client that talks to it. */
final class ScriptedServer implements AutoCloseable {
  final ScriptedHookService hooks = new ScriptedHookService();
  final FakeWaiter waiter = new FakeWaiter();
  final PluginExecutorClient client;
  private final Server server;

  ScriptedServer(BindableService... others) {
    this(PluginExecutorClientOptions.newBuilder().build(), others);
  }

  ScriptedServer(PluginExecutorClientOptions options, BindableService... others) {
    String name = InProcessServerBuilder.generateName();
    var builder = InProcessServerBuilder.forName(name).addService(hooks);
    for (BindableService other : others) {
      builder.addService(other);
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    client = PluginExecutorClient.overChannel(channel, options, waiter);
  }

  @Override
  public void close() {
    server.shutdownNow();
    client.close();
  }
}
