// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.ListenConfig;
import org.pluginexecutor.server.lifecycle.CloseStack;

class EntranceServersTest {
  @TempDir private Path directory;

  /** Keeps what is known about the connection of the last call. */
  private static final class Witness implements ServerInterceptor {
    private final AtomicReference<Attributes> seen = new AtomicReference<>(Attributes.EMPTY);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      seen.set(call.getAttributes());
      return next.startCall(call, headers);
    }
  }

  /** The attributes of a call through each entrance. */
  private static Attributes ask(String target, Witness witness) {
    var channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    try {
      var _ = HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
      return witness.seen.get();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void a_call_through_a_socket_says_who_is_at_the_other_end_and_no_other_does() throws IOException {
    var socket = directory.resolve("s");
    var witness = new Witness();
    try (var resources = new CloseStack()) {
      var entrances =
          new Entrances(
              Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
              ListenConfig.defaults().alsoAt(socket),
              Optional.empty(),
              Duration.ofSeconds(1));
      var connections = new ConnectionCount(10);
      var servers =
          new EntranceServers(
                  entrances,
                  resources.push(Transport.open()),
                  connections,
                  System::nanoTime,
                  resources)
              .start(builder ->
                  builder
                      .directExecutor()
                      .intercept(witness)
                      .addService(new HealthStatusManager().getHealthService()));

      var peer = ask("unix://" + socket, witness).get(UnixPeer.KEY);
      assertThat(peer)
          .isEqualTo(
              new UnixPeer(
                  Math.toIntExact(ProcessHandle.current().pid()),
                  (int) Files.getAttribute(directory, "unix:uid"),
                  (int) Files.getAttribute(directory, "unix:gid")));
      assertThat(ask("127.0.0.1:" + servers.getFirst().getPort(), witness).get(UnixPeer.KEY))
          .isNull();
      assertThat(connections.refused()).isZero();
    }
    assertThat(socket).doesNotExist();
  }
}
