// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until the server says by gRPC's health service that it serves, and no longer than it lives.
 * Confined to one thread.
 */
final class HealthWait extends AbstractWaitStrategy {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int LOG_CHARACTERS = 4000;

  private final Supplier<PluginExecutorClientOptions> options;
  private final Supplier<String> log;

  HealthWait(Supplier<PluginExecutorClientOptions> options, Supplier<String> log) {
    this.options = options;
    this.log = log;
  }

  @Override
  protected void waitUntilReady() {
    long end = System.nanoTime() + startupTimeout.toNanos();
    while (!isServing()) {
      if (!waitStrategyTarget.isRunning()) {
        throw failure("the server ended");
      }
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        throw failure("the server does not serve after " + startupTimeout.toSeconds() + " s");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** A client of its own each time: one that got no connection waits longer and longer. */
  private boolean isServing() {
    try (var client = PluginExecutorClient.connect(options.get())) {
      return client.runtimes().isServing();
    } catch (ExecutorClientException e) {
      return false;
    }
  }

  private ContainerLaunchException failure(String what) {
    String said = log.get();
    return new ContainerLaunchException(
        what + ". Its last words:\n" + said.substring(Math.max(0, said.length() - LOG_CHARACTERS)));
  }
}
