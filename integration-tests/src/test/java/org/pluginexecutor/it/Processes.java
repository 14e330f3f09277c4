// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at the processes of this machine. */
public final class Processes {
  private Processes() {}

  /** Living processes with a text in their command line. */
  public static List<ProcessHandle> named(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(text))
        .toList();
  }

  /** Empty for processes that are gone or only wait to be reaped. */
  private static String commandLine(ProcessHandle process) {
    try {
      var line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return new String(line, StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
