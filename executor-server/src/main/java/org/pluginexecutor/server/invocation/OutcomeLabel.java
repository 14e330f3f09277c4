// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.Locale;

/** What outcomes are called in metrics. Immutable. */
enum OutcomeLabel {
  RETURNED,
  RAISED,
  BAD_RESULT,
  LOAD_FAILED,
  TIMED_OUT,
  KILLED,
  EXITED;

  static OutcomeLabel of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned _ -> RETURNED;
      case Outcome.Raised _ -> RAISED;
      case Outcome.BadResult _ -> BAD_RESULT;
      case Outcome.LoadFailed _ -> LOAD_FAILED;
      case Outcome.TimedOut _ -> TIMED_OUT;
      case Outcome.Killed _ -> KILLED;
      case Outcome.Exited _ -> EXITED;
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
