// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which modules of a runtime the plugins import, learned from their calls: the next zygote has them
 * already. A list lies beside the unpacked package and goes with it. Thread-safe.
 */
final class PreloadLists {
  private static final Logger log = LoggerFactory.getLogger(PreloadLists.class);
  private static final int MAX_NAMES = 2_000;
  private static final int MAX_FILE_BYTES = 256 << 10;

  /** A plugin whose calls import something else each time is not followed for ever. */
  private static final int MAX_CHANGES = 5;

  /**
   * How many workers in a row are asked; later one of as many is. Looking at all modules takes a
   * tenth of a short call, and what a plugin imports shows in its first ones.
   */
  private static final int ASKED_AT_FIRST = 64;

  private record Key(Path pluginDirectory, PythonRuntime runtime) {}

  /** What is known, and for how many workers nothing was added. Immutable. */
  private record Entry(List<String> names, int changes, int workers) {
    Entry nextWorker() {
      // Never back to the first ones.
      int next = workers + 1;
      return new Entry(names, changes, next < 2 * ASKED_AT_FIRST ? next : ASKED_AT_FIRST);
    }
  }

  @GuardedBy("this")
  private final Map<Key, Entry> entries = new HashMap<>();

  /** What to import for this plugin and this runtime, in the order in which it was imported. */
  synchronized List<String> of(WorkerSetup setup) {
    return entry(setup).names();
  }

  /** Whether the next worker should say what its plugin imports. */
  synchronized boolean asksNext(WorkerSetup setup) {
    var known = entry(setup);
    if (known.changes() >= MAX_CHANGES) {
      return false;
    }
    entries.put(key(setup), known.nextWorker());
    return known.workers() <= ASKED_AT_FIRST;
  }

  /** Takes note of what a call has imported besides; true when that is new. */
  synchronized boolean learn(WorkerSetup setup, List<String> names) {
    var known = entry(setup);
    var all = new LinkedHashSet<>(known.names());
    all.addAll(names);
    if (all.size() == known.names().size()
        || all.size() > MAX_NAMES
        || known.changes() >= MAX_CHANGES) {
      return false;
    }
    var learned = new Entry(List.copyOf(all), known.changes() + 1, 0);
    entries.put(key(setup), learned);
    save(setup, learned.names());
    return true;
  }

  @GuardedBy("this")
  private Entry entry(WorkerSetup setup) {
    return entries.computeIfAbsent(key(setup), _ -> new Entry(read(setup), 0, 0));
  }

  private static Key key(WorkerSetup setup) {
    return new Key(setup.pluginDirectory(), setup.runtime());
  }

  /** The first line names the Python, whose modules are not those of another one. */
  private static String heading(PythonRuntime runtime) {
    return runtime.implementation() + " " + runtime.version() + " " + runtime.executable();
  }

  private static Path file(WorkerSetup setup) {
    return setup.pluginDirectory().resolveSibling("preload-" + setup.runtime().name());
  }

  private static List<String> read(WorkerSetup setup) {
    var file = file(setup);
    try {
      if (Files.size(file) <= MAX_FILE_BYTES) {
        var lines = Files.readAllLines(file);
        if (!lines.isEmpty() && lines.getFirst().equals(heading(setup.runtime()))) {
          return List.copyOf(lines.subList(1, lines.size()));
        }
      }
    } catch (NoSuchFileException _) {
      // Nothing was learned yet.
    } catch (IOException e) {
      log.warn("a list of modules cannot be read and is learned anew", e);
    }
    return List.of();
  }

  private static void save(WorkerSetup setup, List<String> names) {
    var file = file(setup);
    var lines = new ArrayList<String>();
    lines.add(heading(setup.runtime()));
    lines.addAll(names);
    try {
      var next = Files.createTempFile(file.getParent(), "preload-", ".new");
      try {
        Files.write(next, lines);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      // Known to this server all the same.
      log.info("a list of modules cannot be kept: {}", e.getMessage());
    }
  }
}
