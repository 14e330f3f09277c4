// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.v1.HookServiceGrpc;

/**
 * Lets hook calls be looked at where they arrive, and everything else be handled on a thread of its
 * own. A refusal on the thread of the connection waits for no other thread: on a machine that is
 * full each wait for one takes some milliseconds. The others are threads of the system and not
 * virtual ones: unpacking a package keeps a processor busy for seconds, and virtual threads give
 * way only where they wait. Thread-safe.
 */
final class CallThreads implements ServerCallExecutorSupplier, Resource {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("management-", 0).daemon().factory());

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
    return HookServiceGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())
        ? Runnable::run
        : threads;
  }

  @Override
  public void close() {
    threads.close();
  }
}
