// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.files.SocketFile;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server for each entrance, since gRPC has one kind of connection for each. Confined to
 * one thread.
 */
final class EntranceServers {
  private static final Logger log = LoggerFactory.getLogger(EntranceServers.class);

  private final Entrances entrances;
  private final Transport transport;
  private final ConnectionCount connections;
  private final LongSupplier nanoTicker;
  private final CloseStack resources;
  private final List<Server> servers = new ArrayList<>();

  /** Closing the resources ends whatever was started. */
  EntranceServers(
      Entrances entrances,
      Transport transport,
      ConnectionCount connections,
      LongSupplier nanoTicker,
      CloseStack resources) {
    this.entrances = entrances;
    this.transport = transport;
    this.connections = connections;
    this.nanoTicker = nanoTicker;
    this.resources = resources;
  }

  /**
   * Starts them.
   *
   * @param preparation gives each server its services
   * @return the one of the TCP port first
   */
  List<Server> start(Consumer<NettyServerBuilder> preparation) throws IOException {
    resources.push(() -> servers.forEach(Server::shutdownNow));
    Consumer<NettyServerBuilder> common =
        builder -> {
          builder
              .bossEventLoopGroup(transport.acceptor())
              .workerEventLoopGroup(transport.connections());
          ListenLimits.apply(builder, entrances.config().limits(), entrances.callGrace());
          preparation.accept(builder);
        };
    log.info("transport: {}", transport.label());
    if (entrances.tcp().isPresent()) {
      startAt(entrances.tcp().get(), common);
    }
    if (entrances.config().socket().isPresent()) {
      startAt(entrances.config().socket().get(), common);
    }
    return List.copyOf(servers);
  }

  private void startAt(InetSocketAddress address, Consumer<NettyServerBuilder> common)
      throws IOException {
    var builder =
        NettyServerBuilder.forAddress(address, tcpCredentials()).channelType(transport.tcp());
    common.accept(builder);
    servers.add(builder.build().start());
  }

  private ServerCredentials tcpCredentials() {
    return entrances.tls().isPresent()
        ? Entrance.encrypted(
            connections,
            callLimit(),
            nanoTicker,
            entrances.tls().get(),
            entrances.config().tls().clientCertificate())
        : Entrance.plainText(connections, callLimit(), nanoTicker);
  }

  private int callLimit() {
    return entrances.config().limits().callsPerConnection();
  }

  private void startAt(Path socket, Consumer<NettyServerBuilder> common) throws IOException {
    var type = transport.unix();
    var file = resources.push(SocketFile.claim(socket));
    file.listen(
        entrances.config().socketAccess().permissions(),
        path -> {
          var builder =
              NettyServerBuilder.forAddress(
                      new DomainSocketAddress(path.toString()),
                      Entrance.plainText(connections, callLimit(), nanoTicker))
                  .channelType(type);
          common.accept(builder);
          servers.add(builder.build().start());
        });
  }
}
