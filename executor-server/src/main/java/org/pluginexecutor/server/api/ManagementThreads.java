// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.v1.HookServiceGrpc;

/**
 * Keeps everything but hooks from the virtual threads: unpacking a package or reading a backup
 * keeps a processor busy for seconds, and virtual threads that others wait on give way only where
 * they wait themselves. Thread-safe.
 */
final class ManagementThreads implements ServerCallExecutorSupplier, Resource {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("management-", 0).daemon().factory());

  @Override
  public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    return HookServiceGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())
        ? null
        : threads;
  }

  @Override
  public void close() {
    threads.close();
  }
}
