// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.server.config.ConnectionLimits;

/**
 * The bounds of connections and of what they carry; docs/SPECIFICATION.md lists them. Stateless.
 */
final class ListenLimits {
  /**
   * Room for 4 MiB of arguments, two cookies of 4 MiB and a configuration, with the overhead of the
   * encoding.
   */
  static final int MESSAGE_BYTES = 16 << 20;

  static final int METADATA_BYTES = 16 << 10;

  /**
   * More than all calls of a connection that are cancelled at once, twice; what more a connection
   * resets costs a few percent of a processor.
   */
  static final int RESETS = 5000;

  private static final int RESET_WINDOW_SECONDS = 10;

  /** What a connection starts with; gRPC measures what the network can use, up to 8 MiB. */
  private static final int FLOW_CONTROL_WINDOW_BYTES = 1 << 20;

  /** Gateways keep idle connections alive through firewalls; gRPC's default would cut them off. */
  private static final Duration SHORTEST_KEEP_ALIVE = Duration.ofSeconds(30);

  private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);
  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(20);

  private ListenLimits() {}

  static void apply(NettyServerBuilder builder, ConnectionLimits limits, Duration callGrace) {
    builder
        .maxInboundMessageSize(MESSAGE_BYTES)
        .maxInboundMetadataSize(METADATA_BYTES)
        .maxConcurrentCallsPerConnection(limits.callsPerConnection())
        .maxRstFramesPerWindow(RESETS, RESET_WINDOW_SECONDS)
        .initialFlowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
        .permitKeepAliveTime(SHORTEST_KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .handshakeTimeout(limits.handshakeTime().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionIdle(limits.idleTime().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAge(limits.age().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(callGrace.toMillis(), TimeUnit.MILLISECONDS);
  }
}
