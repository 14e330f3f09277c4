// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Names what became of a worker that did not get as far as it was asked to. Stateless. */
final class EarlyEnds {
  private EarlyEnds() {}

  static Outcome.EndedEarly of(ShimReply.LoadFailed reply) {
    return new Outcome.LoadFailed(
        reply.step(), reply.exceptionType(), reply.message(), reply.traceback());
  }

  static Outcome.EndedEarly of(End.Unanswered end) {
    return switch (end) {
      case End.TimedOut(var limit) -> new Outcome.TimedOut(limit);
      case End.Cancelled() -> throw new ExecutorException(new ExecutorError.Cancelled(true));
      case End.Exited(var exitCode) -> new Outcome.Exited(exitCode);
      case End.Signalled(var signal) -> new Outcome.Killed(signal);
    };
  }

  /**
   * What is said about an answer that breaks the protocol. Only the worker's own process can write
   * it, so this is the plugin's doing, or a fault of the shim.
   */
  static String nonsense(String why) {
    return "the worker's answer is not one of the shim: " + why;
  }
}
