// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The logging context of a call, carried to other threads that work for it, which may work for
 * another call next. Stateless.
 */
public final class LogContext {
  private LogContext() {}

  /** The work, to be done by whatever thread in the logging context of this one. */
  public static Runnable carried(Runnable work) {
    var ids = MDC.getCopyOfContextMap();
    return ids == null ? work : () -> run(ids, work);
  }

  private static void run(Map<String, String> ids, Runnable work) {
    var former = MDC.getCopyOfContextMap();
    MDC.setContextMap(ids);
    try {
      work.run();
    } finally {
      restore(former);
    }
  }

  private static void restore(@Nullable Map<String, String> former) {
    if (former == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(former);
    }
  }
}
