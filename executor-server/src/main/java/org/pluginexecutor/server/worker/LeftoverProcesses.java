// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds what a worker may have left when its supervisor, which would have known, was killed: every
 * process whose environment names the worker's private directory. Stateless.
 */
final class LeftoverProcesses {
  private LeftoverProcesses() {}

  static void kill(Path workingDirectory) {
    var mark = ("HOME=" + workingDirectory + "\0").getBytes(StandardCharsets.UTF_8);
    ProcessHandle.allProcesses()
        .filter(process -> hasMark(process.pid(), mark))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean hasMark(long pid, byte[] mark) {
    try {
      var environment = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
      return contains(environment, mark);
    } catch (IOException _) {
      // Gone meanwhile, or of another user.
      return false;
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int start = 0; start + part.length <= text.length; start++) {
      int i = 0;
      while (i < part.length && text[start + i] == part[i]) {
        i++;
      }
      if (i == part.length) {
        return true;
      }
    }
    return false;
  }
}
