// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Set;
import org.pluginexecutor.client.ConstructionOutcome;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.VerdictKind;

/**
 * Turns what became of a hook, or of a plugin that was constructed, into an exit code. Stateless.
 */
final class HookExit {
  private static final Set<String> ACCESS_HOOKS = Set.of("authenticate", "authorize");

  private HookExit() {}

  static ExitCode of(String hook, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned(var _, var verdict) ->
          verdict.map(HookExit::of).orElseGet(() -> withoutVerdict(hook));
      case Outcome.Raised _ -> ExitCode.RAISED;
      case Outcome.BadResult _ -> ExitCode.BAD_RESULT;
      case Outcome.LoadFailed _ -> ExitCode.LOAD_FAILED;
      case Outcome.TimedOut _ -> ExitCode.TIMED_OUT;
      case Outcome.Killed _ -> ExitCode.KILLED;
      case Outcome.Exited _ -> ExitCode.EXITED;
      case Outcome.Unrecognized _ -> ExitCode.FAILURE;
    };
  }

  /** A constructed plugin is fine; what can fail, fails as at a call. */
  static ExitCode of(ConstructionOutcome outcome) {
    return switch (outcome) {
      case ConstructionOutcome.Constructed _ -> ExitCode.OK;
      case Outcome failed -> of("", failed);
    };
  }

  private static ExitCode of(VerdictKind verdict) {
    return switch (verdict) {
      case ACCEPT -> ExitCode.OK;
      case DENY -> ExitCode.DENY;
      case NEEDINFO -> ExitCode.NEEDINFO;
      case NONE -> ExitCode.NONE;
    };
  }

  /** A hook that must answer a verdict and has none grants nothing. */
  private static ExitCode withoutVerdict(String hook) {
    return ACCESS_HOOKS.contains(hook) ? ExitCode.FAILURE : ExitCode.OK;
  }
}
