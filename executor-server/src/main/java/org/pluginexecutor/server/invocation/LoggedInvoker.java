// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.telemetry.LogKey;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Writes one line per invocation, and its ids into the logging context. They stay there: who
 * answers the call may have to log a fault of the server's own. Refusals for overload are counted
 * instead. Thread-safe.
 */
public record LoggedInvoker(Invoker delegate, RefusalLog refusals) implements Invoker {
  private static final Logger log = LoggerFactory.getLogger(LoggedInvoker.class);
  private static final int MAX_LABEL_LENGTH = 200;

  @Override
  public InvocationResult invoke(Invocation invocation, InvocationContext context) {
    MDC.put(LogKey.INVOCATION_ID.key(), invocation.id());
    MDC.put(LogKey.SESSION_ID.key(), invocation.sessionId());
    MDC.put(LogKey.HOOK.key(), invocation.hook());
    try {
      var result = delegate.invoke(invocation, context);
      log.info(
          "{}: {} of {}: {} in {} ms, invocation {}",
          invocation.sessionId(),
          invocation.hook(),
          result.execution().plugin().manifest().id(),
          VisibleText.of(result.logLabel(), MAX_LABEL_LENGTH),
          result.cost().startTime().plus(result.cost().runTime()).toMillis(),
          invocation.id());
      return result;
    } catch (ExecutorException e) {
      refusals.count(e.error());
      if (e.error() instanceof ExecutorError.Overload) {
        throw e;
      }
      log.info(
          "{}: {} of {}: refused: {}",
          invocation.sessionId(),
          invocation.hook(),
          invocation.target(),
          e.error());
      throw e;
    }
  }
}
