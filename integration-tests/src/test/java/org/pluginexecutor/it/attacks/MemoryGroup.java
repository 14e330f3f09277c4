// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * A control group below that of the tests' own process, for the groups of a server. Removed on
 * close, which fails when the server has left one. Immutable.
 */
record MemoryGroup(Path directory) implements Resource {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /** Makes one; where this user may not, the test is skipped. */
  static MemoryGroup make() {
    try {
      var own = own().filter(Files::isWritable);
      if (own.isEmpty()) {
        throw new TestAbortedException("this machine lets this user make no control group");
      }
      return new MemoryGroup(Files.createTempDirectory(own.get(), "test-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Version 1, or the group above a leaf of version 2: below one with processes is no room. */
  private static Optional<Path> own() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      var parts = line.split(":", 3);
      var group = Path.of("/").relativize(Path.of(parts[2]));
      if (parts[1].equals("memory")) {
        return Optional.of(ROOT.resolve("memory").resolve(group));
      }
      if (parts[1].isEmpty() && group.endsWith("server")) {
        return Optional.ofNullable(ROOT.resolve(group).getParent());
      }
    }
    return Optional.empty();
  }

  /** The groups in it now. */
  List<Path> groups() {
    try (var children = Files.list(directory)) {
      return children.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
