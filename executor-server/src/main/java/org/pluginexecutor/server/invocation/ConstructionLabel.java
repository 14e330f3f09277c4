// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.Locale;

/** What outcomes of constructions are called in metrics. Immutable. */
enum ConstructionLabel {
  CONSTRUCTED,
  LOAD_FAILED,
  TIMED_OUT,
  KILLED,
  EXITED;

  static ConstructionLabel of(ConstructionOutcome outcome) {
    return switch (outcome) {
      case ConstructionOutcome.Constructed _ -> CONSTRUCTED;
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
