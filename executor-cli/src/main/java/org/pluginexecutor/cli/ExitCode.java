// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

/**
 * How the command ends.
 *
 * <table>
 * <caption>Exit codes</caption>
 * <tr><td>0</td><td>done; for {@code call}: the hook returned, and did not refuse</td></tr>
 * <tr><td>1</td><td>unexpected failure; {@code doctor}: a problem</td></tr>
 * <tr><td>2</td><td>{@code doctor}: no problem, but warnings</td></tr>
 * <tr><td>3 to 5</td><td>{@code call}: the verdict is DENY, NEEDINFO, NONE</td></tr>
 * <tr><td>10 to 15</td><td>{@code call}: the outcome is raised, bad_result, load_failed, timed_out,
 *     killed, exited; the last four also for {@code instance test}</td></tr>
 * <tr><td>64 to 78</td><td>as in sysexits.h</td></tr>
 * </table>
 */
enum ExitCode {
  OK(0, "done; for call: the hook returned, with the verdict ACCEPT or without one"),
  FAILURE(
      1,
      "unexpected failure; for demo and run-scenario: an unexpected answer; for doctor: a"
          + " problem"),
  DEGRADED(2, "doctor: no problem, but warnings"),
  DENY(3, "call: the verdict is DENY"),
  NEEDINFO(4, "call: the verdict is NEEDINFO"),
  NONE(5, "call: the verdict is NONE"),
  RAISED(10, "call: the hook raised an exception"),
  BAD_RESULT(11, "call: what the hook returned is no answer"),
  LOAD_FAILED(12, "call, instance test: the plugin could not be loaded"),
  TIMED_OUT(13, "call, instance test: the plugin ran into its time limit"),
  KILLED(14, "call, instance test: the plugin was ended by a signal"),
  EXITED(15, "call, instance test: the plugin ended its process"),
  USAGE(64, "the command line is wrong"),
  DATA(65, "a package, a configuration or a value is not valid"),
  MISSING(66, "a file, a plugin or an instance does not exist"),
  UNAVAILABLE(69, "the server cannot be reached, or cannot start"),
  INTERNAL(70, "fault of the executor"),
  OUTPUT(73, "the output cannot be written"),
  OVERLOADED(75, "the server is overloaded, or its store full; try again"),
  REFUSED(77, "the server does not allow it"),
  CONFIGURATION(78, "a setting of the server is not valid");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /** What it says, for the help. */
  String meaning() {
    return meaning;
  }
}
