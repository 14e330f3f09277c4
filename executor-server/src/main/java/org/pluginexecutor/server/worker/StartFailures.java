// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import java.util.Objects;
import org.pluginexecutor.server.error.ExecutorError.ShimProtocolViolation;
import org.pluginexecutor.server.error.ExecutorError.WorkerStartFailed;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.shim.ShimProtocolException;

/** What callers are told when no worker comes up: nothing of this machine. Stateless. */
final class StartFailures {
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private StartFailures() {}

  static ExecutorException failed(String why, Exception cause) {
    return new ExecutorException(new WorkerStartFailed("the worker " + why, RETRY_AFTER), cause);
  }

  static ExecutorException protocol(ShimProtocolException cause) {
    return new ExecutorException(
        new ShimProtocolViolation(Objects.requireNonNullElse(cause.getMessage(), "unknown")),
        cause);
  }
}
