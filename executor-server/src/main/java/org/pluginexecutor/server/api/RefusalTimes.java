// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures how soon calls are refused for overload, from their first bytes until the refusal is
 * sent: the handler of a call does not see what it had to wait for a processor. Thread-safe.
 */
final class RefusalTimes extends ServerStreamTracer.Factory {
  private final Timer refusalTime;
  private final LongSupplier nanoTicker;

  RefusalTimes(Timer refusalTime, LongSupplier nanoTicker) {
    this.refusalTime = refusalTime;
    this.nanoTicker = nanoTicker;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    long arrival = nanoTicker.getAsLong();
    return new ServerStreamTracer() {
      @Override
      public void streamClosed(Status status) {
        if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
          refusalTime.record(nanoTicker.getAsLong() - arrival, TimeUnit.NANOSECONDS);
        }
      }
    };
  }
}
