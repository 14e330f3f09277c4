// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.client.PluginExecutorClientOptions;

/** Opens and ends channels. */
public final class Channels {
  /** The largest response that the server sends. */
  static final int MAX_RESPONSE_BYTES = 16 << 20;

  private static final long CLOSE_SECONDS = 5;

  private Channels() {}

  /**
   * Makes a channel; it connects at the first call.
   *
   * @throws IllegalArgumentException when the target is not well-formed, or a file of TLS cannot be
   *     used
   */
  public static ManagedChannel open(String target, PluginExecutorClientOptions options) {
    // Servers end connections that ping more often than every five minutes unless told otherwise.
    return Grpc.newChannelBuilder(target, credentials(target, options))
        .intercept(new ConnectionFaults(target, options.certificateFile()))
        .disableRetry()
        .disableServiceConfigLookUp()
        .keepAliveTime(6, TimeUnit.MINUTES)
        .keepAliveTimeout(20, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_RESPONSE_BYTES)
        .build();
  }

  private static ChannelCredentials credentials(
      String target, PluginExecutorClientOptions options) {
    if (!options.isTls()) {
      return InsecureChannelCredentials.create();
    }
    if (target.startsWith("unix:")) {
      throw new IllegalArgumentException(
          "target: " + target + " (expected: host:port where there is TLS)");
    }
    var builder = TlsChannelCredentials.newBuilder();
    builder.trustManager(ServerTrustManager.of(options.caFile()));
    options
        .certificateFile()
        .ifPresent(
            file -> builder.keyManager(FileKeyManager.of(file, options.keyFile().orElseThrow())));
    return builder.build();
  }

  /** Lets running calls end for a few seconds, then cancels them. */
  public static void close(ManagedChannel channel) {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
