// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The plugins' packages unpacked, for contenders that take directories. Thread-safe. */
final class Trees {
  private final Path work;
  private final Python python;
  private final Map<String, Path> trees = new ConcurrentHashMap<>();

  Trees(Path work, Python python) {
    this.work = work;
    this.python = python;
  }

  /** The package's directory, with byte code; made when first asked for. */
  Path of(Workload workload) throws IOException {
    var known = trees.get(workload.name());
    if (known != null) {
      return known;
    }
    var tree = Files.createDirectories(work.resolve("trees").resolve(workload.name()));
    workload.unpack(tree);
    python.compile(tree);
    trees.put(workload.name(), tree);
    return tree;
  }

  /** A script of the benchmark as a file. */
  Path script(String name) throws IOException {
    var file = work.resolve(name);
    try (var in = Trees.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("script: " + name + " (expected: beside the classes)");
      }
      Files.write(file, in.readAllBytes());
    }
    return file;
  }
}
