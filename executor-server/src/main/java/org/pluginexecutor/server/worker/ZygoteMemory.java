// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.pluginexecutor.server.config.IsolationLevel;

/**
 * How large a zygote is: what it shares with nobody but its forks, from which they all start.
 * Immutable.
 */
record ZygoteMemory(Path status) {
  private static final String OWN_MEMORY = "RssAnon:";

  /**
   * Finds the zygote of a process that the server started.
   *
   * @return absent when it is gone, or this machine does not show it
   */
  static Optional<ZygoteMemory> of(long launcherPid, IsolationLevel level) {
    var zygote = ProcessHandle.of(launcherPid);
    if (level == IsolationLevel.FULL) {
      // The launcher stays outside, and its child is the first process of the zygote's namespace.
      zygote = zygote.flatMap(ZygoteMemory::onlyChild).flatMap(ZygoteMemory::onlyChild);
    }
    return zygote.map(
        found -> new ZygoteMemory(Path.of("/proc", Long.toString(found.pid()), "status")));
  }

  private static Optional<ProcessHandle> onlyChild(ProcessHandle parent) {
    return parent.children().findFirst();
  }

  /** Looks. */
  OptionalLong bytes() {
    try {
      for (var line : Files.readAllLines(status)) {
        if (line.startsWith(OWN_MEMORY)) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")) << 10);
        }
      }
    } catch (IOException _) {
      // Gone meanwhile.
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }
}
