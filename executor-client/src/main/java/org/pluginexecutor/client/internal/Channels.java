// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.concurrent.TimeUnit;

/** Opens and ends channels. */
public final class Channels {
  /** The largest response that the server sends. */
  static final int MAX_RESPONSE_BYTES = 16 << 20;

  private static final long CLOSE_SECONDS = 5;

  private Channels() {}

  /** Makes a channel without encryption; it connects at the first call. */
  public static ManagedChannel open(String target) {
    // Servers end connections that ping more often than every five minutes unless told otherwise.
    return Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
        .disableRetry()
        .disableServiceConfigLookUp()
        .keepAliveTime(6, TimeUnit.MINUTES)
        .keepAliveTimeout(20, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_RESPONSE_BYTES)
        .build();
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
