// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.telemetry.LogKey;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Writes one line per construction, and its id into the logging context, where it stays as {@link
 * LoggedInvoker} says. Thread-safe.
 */
public record LoggedPluginConstructor(PluginConstructor delegate) implements PluginConstructor {
  private static final Logger log = LoggerFactory.getLogger(LoggedPluginConstructor.class);
  private static final int MAX_LABEL_LENGTH = 200;

  @Override
  public ConstructionResult construct(Construction construction, InvocationContext context) {
    MDC.put(LogKey.INVOCATION_ID.key(), construction.id());
    try {
      var result = delegate.construct(construction, context);
      log.info(
          "{}: test of {}: {} in {} ms",
          construction.id(),
          result.execution().plugin().manifest().id(),
          VisibleText.of(result.outcome().label(), MAX_LABEL_LENGTH),
          result.cost().startTime().plus(result.cost().runTime()).toMillis());
      return result;
    } catch (ExecutorException e) {
      log.info("{}: test of {}: refused: {}", construction.id(), construction.target(), e.error());
      throw e;
    }
  }
}
