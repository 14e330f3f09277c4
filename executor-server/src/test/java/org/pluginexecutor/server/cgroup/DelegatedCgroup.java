// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A control group for one test, below that of the tests' own process. Stateless. */
final class DelegatedCgroup {
  private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory");

  private DelegatedCgroup() {}

  /** Makes one where root may: memory is a hierarchy of version 1. Absent elsewhere. */
  static Optional<Path> make() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      var parts = line.split(":", 3);
      if (parts[1].equals("memory")) {
        var own = MEMORY.resolve(Path.of("/").relativize(Path.of(parts[2])));
        if (Files.isWritable(own)) {
          return Optional.of(Files.createTempDirectory(own, "test-"));
        }
      }
    }
    return Optional.empty();
  }

  static Set<String> children(Path group) throws IOException {
    var names = new TreeSet<String>();
    try (var children = Files.newDirectoryStream(group, Files::isDirectory)) {
      children.forEach(child -> names.add(child.getFileName().toString()));
    }
    return names;
  }

  static void remove(Path group) throws IOException {
    for (var child : children(group)) {
      Files.deleteIfExists(group.resolve(child));
    }
    Files.delete(group);
  }
}
