// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.util.Optional;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.value.PluginValue;

/** What became of an invocation whose plugin may have run. Immutable. */
public sealed interface Outcome {

  /**
   * An answer that keeps the contract.
   *
   * @param result a dict or None
   * @param verdict for hooks that answer one
   */
  record Returned(PluginValue result, Optional<Verdict> verdict) implements Outcome {}

  /** An exception left the hook. */
  record Raised(String exceptionType, String message, String traceback) implements Outcome {}

  /** What the hook returned is no answer. */
  record BadResult(String path, String message) implements Outcome {}

  /** The worker did not get as far as an answer; can become of a construction as well. */
  sealed interface EndedEarly extends Outcome, ConstructionOutcome {
    @Override
    default String label() {
      return Outcome.super.label();
    }
  }

  /** The plugin could not be brought up. */
  record LoadFailed(ShimReply.Step step, String exceptionType, String message, String traceback)
      implements EndedEarly {}

  /** The plugin was killed at its time limit. */
  record TimedOut(Duration limit) implements EndedEarly {}

  /** A signal that was not the executor's ended the worker. */
  record Killed(int signal) implements EndedEarly {}

  /** The plugin ended its process. */
  record Exited(int exitCode) implements EndedEarly {}

  /** What an AA hook answered. */
  enum Verdict {
    ACCEPT,
    DENY,
    NEEDINFO,
    NONE
  }

  /** The outcome's name in logs. */
  default String label() {
    return switch (this) {
      case Returned(_, var verdict) -> "returned" + verdict.map(v -> " " + v).orElse("");
      case Raised(var type, _, _) -> "raised " + type;
      case BadResult(var path, _) -> "bad_result at " + path;
      case LoadFailed(var step, _, _, _) -> "load_failed at " + step;
      case TimedOut(var limit) -> "timed_out after " + limit.toMillis() + " ms";
      case Killed(var signal) -> "killed by signal " + signal;
      case Exited(var exitCode) -> "exited with " + exitCode;
    };
  }
}
