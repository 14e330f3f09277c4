// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.util.Locale;
import java.util.Optional;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Why a worker was killed, for who counts such ends. Immutable. */
enum KillReason {
  /** By the server, at its time limit. */
  TIME_LIMIT,
  /** By the server, as the caller did not wait any longer. */
  CANCELLED,
  /** By the server, as what it sent is no answer. */
  PROTOCOL_BROKEN,
  /** By the kernel, for the memory of all calls of its plugin. */
  MEMORY,
  /** By the kernel, at its limit of CPU time. */
  CPU_TIME,
  /** By the kernel, for a system call that no plugin may make. */
  SYSTEM_CALL,
  /** By a signal of another origin, mostly the plugin itself. */
  SIGNAL;

  private static final int SIGSYS = 31;

  /** Absent: it was not killed. */
  static Optional<KillReason> of(WorkerReport report) {
    return switch (report.end()) {
      case End.Replied _, End.Exited _ -> Optional.empty();
      case End.TimedOut _ -> Optional.of(TIME_LIMIT);
      case End.Cancelled _ -> Optional.of(CANCELLED);
      case End.ProtocolBroken _ -> Optional.of(PROTOCOL_BROKEN);
      case End.Signalled(var signal) -> Optional.of(ofSignal(signal, report));
    };
  }

  private static KillReason ofSignal(int signal, WorkerReport report) {
    if (signal == SIGSYS) {
      return SYSTEM_CALL;
    }
    // Without a reply its walls are those that the kernel's end of it tells.
    return hasWall(report, ReachedWall.Kind.CPU_TIME)
        ? CPU_TIME
        : hasWall(report, ReachedWall.Kind.MEMORY) ? MEMORY : SIGNAL;
  }

  private static boolean hasWall(WorkerReport report, ReachedWall.Kind kind) {
    return report.walls().stream().anyMatch(wall -> wall.kind() == kind);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
