// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of an invocation. Immutable. No outcome grants access by itself: ask {@link
 * Verdict#grantsAccess()}.
 */
public sealed interface Outcome {
  /**
   * The hook ran to its end and its result keeps the contract.
   *
   * @param result what the hook returned; null for Python's None. Can hold passwords and keys
   * @param verdict for {@code authenticate} and {@code authorize}: the verdict; empty for other
   *     hooks, and when the server sent one that this client does not know
   */
  record Returned(@Nullable Map<String, @Nullable Object> result, Optional<VerdictKind> verdict)
      implements Outcome {
    /** Does not show the result. */
    @Override
    public String toString() {
      return "Returned[result=" + (result == null ? "null" : "***") + ", verdict=" + verdict + "]";
    }
  }

  /**
   * An exception left the hook.
   *
   * @param exceptionType qualified name of the exception's class
   * @param message the exception's text
   * @param traceback the traceback as Python prints it, without values of variables; empty, like
   *     the message, where the server hides what plugins raise
   */
  record Raised(String exceptionType, String message, String traceback) implements Outcome {}

  /**
   * The hook ended, but what it returned is no answer.
   *
   * @param path where in the result the offending value is, for example {@code result.passwords[2]}
   * @param message what was found and what is expected
   */
  record BadResult(String path, String message) implements Outcome {}

  /**
   * The plugin could not be brought up, so no hook was called.
   *
   * @param step which step failed
   * @param exceptionType qualified name of the exception's class; empty when there was none
   * @param message what happened and what is expected
   * @param traceback the traceback as Python prints it, without values of variables; empty, like
   *     the message, where the server hides what plugins raise
   */
  record LoadFailed(LoadStep step, String exceptionType, String message, String traceback)
      implements Outcome, ConstructionOutcome {}

  /**
   * The plugin was still running at its time limit and was killed with everything it had started.
   *
   * @param limit the time limit that was in force
   */
  record TimedOut(Duration limit) implements Outcome, ConstructionOutcome {}

  /**
   * The worker was ended by a signal that the executor did not send.
   *
   * @param signal number of the signal
   * @param signalName name of the signal, for example {@code SIGSEGV}
   */
  record Killed(int signal, String signalName) implements Outcome, ConstructionOutcome {}

  /**
   * The plugin ended its process before the hook, or the constructor, returned.
   *
   * @param exitCode exit code of the process; zero is no success either
   */
  record Exited(int exitCode) implements Outcome, ConstructionOutcome {}

  /** The server sent no outcome, or one that this client does not know. */
  record Unrecognized() implements Outcome, ConstructionOutcome {}

  /** A step of bringing up a plugin. */
  enum LoadStep {
    /** Importing {@code main.py}. */
    IMPORT,
    /** Looking up the class {@code Plugin} in {@code main.py}. */
    FIND_CLASS,
    /** Calling the constructor of {@code Plugin}. */
    CONSTRUCT,
    /** A step that this client does not know. */
    UNKNOWN
  }
}
