// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands with file systems of their own, which nobody else sees. Stateless. */
final class OwnMounts {
  private OwnMounts() {}

  /**
   * What to put before a command that is to see a new file system in memory at a directory; the
   * test is skipped where nobody may mount.
   *
   * @param options of tmpfs
   */
  static List<String> tmpfs(Path directory, String options) throws Exception {
    for (var rights : List.of("-rm", "-m")) {
      var wrapper =
          List.of(
              "unshare",
              rights,
              "sh",
              "-c",
              "mount -t tmpfs -o \"$1\" none \"$0\" && shift && exec \"$@\"",
              directory.toString(),
              options);
      if (succeeds(wrapper, "true")) {
        return wrapper;
      }
    }
    assumeTrue(false, "neither root nor a user namespace may mount here");
    return List.of();
  }

  /** Makes a directory read-only for all that looks for it from now on. */
  static void makeReadOnly(Path directory) throws Exception {
    var path = directory.toString();
    if (!succeeds(List.of("mount", "--bind", path, path))
        || !succeeds(List.of("mount", "-o", "remount,bind,ro", path))) {
      throw new IOException("cannot mount " + path);
    }
  }

  /** What to put before a command that is to be bound by permissions even when it is root's. */
  static List<String> bound() throws Exception {
    var wrapper = List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search");
    return succeeds(wrapper, "true") ? wrapper : List.of();
  }

  private static boolean succeeds(List<String> wrapper, String... command) throws Exception {
    var all = new ArrayList<>(wrapper);
    all.addAll(List.of(command));
    try {
      return new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
