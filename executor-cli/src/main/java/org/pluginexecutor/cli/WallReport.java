// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.time.Duration;
import org.pluginexecutor.client.Execution;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.ReachedWall;

/** Prints for the author of a plugin what it ran into. Confined to one thread. */
final class WallReport {
  private final ReportLines lines;

  WallReport(ReportLines lines) {
    this.lines = lines;
  }

  void print(HookResponse response) {
    if (response.reachedWalls().isEmpty()) {
      lines.line("walls", "none was reached" + unseen(response));
    }
    for (var wall : response.reachedWalls()) {
      lines.line("wall", Printing.visible(headline(wall)));
      if (!wall.message().isEmpty()) {
        lines.line("", Printing.visible("-> " + wall.message()));
      }
    }
  }

  /** What an author must not conclude from an empty list. */
  private static String unseen(HookResponse response) {
    if (response.execution().isolationLevel() == Execution.IsolationLevel.NONE) {
      return "; at isolation level none there are no walls, only limits of time, output and result";
    }
    return switch (response.outcome()) {
      case Outcome.Returned _, Outcome.Raised _, Outcome.BadResult _, Outcome.LoadFailed _ ->
          "; calls that fail without an exception, such as those by ctypes, are not seen";
      case Outcome.TimedOut _, Outcome.Killed _, Outcome.Exited _, Outcome.Unrecognized _ ->
          "; what the plugin caught before its process ended is not known";
    };
  }

  private static String headline(ReachedWall wall) {
    var text = new StringBuilder(refused(wall));
    if (!wall.where().isEmpty()) {
      text.append(", at ").append(wall.where());
    }
    if (wall.count() > 1) {
      text.append(", ").append(wall.count()).append(" times");
    }
    return text.toString();
  }

  private static String refused(ReachedWall wall) {
    return switch (wall.kind()) {
      case WALL_TIME -> "time limit" + of(wall, time(wall.limit()));
      case CPU_TIME -> "CPU time" + of(wall, time(wall.limit())) + ", used " + time(wall.reached());
      case MEMORY -> "memory" + of(wall, bytes(wall.limit()));
      case PROCESSES -> "processes and threads" + of(wall, Long.toString(wall.limit()));
      case OPEN_FILES -> "open files" + of(wall, Long.toString(wall.limit()));
      case FILE_SIZE -> "length of a file" + of(wall, bytes(wall.limit()));
      case TMP_BYTES -> "room for temporary files" + of(wall, bytes(wall.limit()));
      case TMP_FILES -> "number of temporary files" + of(wall, Long.toString(wall.limit()));
      case STDOUT -> "standard output" + of(wall, bytes(wall.limit())) + printed(wall);
      case STDERR -> "standard error" + of(wall, bytes(wall.limit())) + printed(wall);
      case RESULT ->
          "size of the result"
              + of(wall, bytes(wall.limit()))
              + ", at least "
              + bytes(wall.reached());
      case PATH -> "file" + subject(wall);
      case NETWORK -> "network" + subject(wall);
      case SYSTEM_CALL -> "call to the kernel" + subject(wall);
      case UNKNOWN -> "one that this command does not know" + subject(wall);
    };
  }

  private static String of(ReachedWall wall, String limit) {
    return (wall.limit() > 0 ? ", limit " + limit : "") + subject(wall);
  }

  private static String printed(ReachedWall wall) {
    return ", printed " + bytes(wall.reached());
  }

  private static String subject(ReachedWall wall) {
    return wall.subject().isEmpty() ? "" : " " + wall.subject();
  }

  private static String time(long millis) {
    return Printing.duration(Duration.ofMillis(millis));
  }

  private static String bytes(long count) {
    return Printing.bytes(count);
  }
}
