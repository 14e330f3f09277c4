// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that an author changed a file of a plugin. Confined to one thread. What changes between
 * the start and the waiting is not missed.
 */
final class FileWatch implements AutoCloseable {
  /** Editors write a file in several steps, and several files one after the other. */
  private static final long SETTLING_MILLIS = 200;

  /** What programs write there, and no author. */
  private static final Set<String> PASSED_OVER = Set.of("__pycache__", ".git", ".pytest_cache");

  private final WatchService service;
  private final Map<WatchKey, Set<String>> namesOf = new HashMap<>();

  private FileWatch(WatchService service) {
    this.service = service;
  }

  /** Begins to watch a directory with all below it, and files elsewhere. */
  static FileWatch start(Path directory, List<Path> files) throws IOException {
    var watch = new FileWatch(directory.getFileSystem().newWatchService());
    try {
      for (var below : directories(directory)) {
        watch.register(below, Set.of());
      }
      for (var file : files) {
        var absolute = file.toAbsolutePath();
        var parent = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        if (!parent.startsWith(directory.toAbsolutePath())) {
          watch.register(parent, Set.of(name(absolute)));
        }
      }
      return watch;
    } catch (IOException e) {
      watch.close();
      throw e;
    }
  }

  /** Waits for a change, and until there is no further one for a moment. */
  void awaitChange() throws InterruptedException {
    while (!isChange(service.take())) {}
    for (var key = poll(); key != null; key = poll()) {
      isChange(key);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }

  private @Nullable WatchKey poll() throws InterruptedException {
    return service.poll(SETTLING_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void register(Path directory, Set<String> names) throws IOException {
    var key =
        directory.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);
    // Two files of one directory share a key.
    namesOf.merge(
        key,
        names,
        (first, second) -> {
          var both = new ArrayList<>(first);
          both.addAll(second);
          return Set.copyOf(both);
        });
  }

  private boolean isChange(WatchKey key) {
    var names = namesOf.getOrDefault(key, Set.of());
    boolean changed =
        key.pollEvents().stream()
            .anyMatch(event -> names.isEmpty() ? isSource(event) : names.contains(name(event)));
    key.reset();
    return changed;
  }

  private static boolean isSource(WatchEvent<?> event) {
    String name = name(event);
    return !PASSED_OVER.contains(name) && !name.endsWith(".pyc");
  }

  /** Empty when the kernel dropped events, which counts as a change. */
  private static String name(WatchEvent<?> event) {
    return event.context() instanceof Path path ? name(path) : "";
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static List<Path> directories(Path root) throws IOException {
    var found = new ArrayList<Path>();
    collect(root, found);
    return found;
  }

  private static void collect(Path directory, List<Path> found) throws IOException {
    found.add(directory);
    try (var entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (var entry : entries) {
        if (!PASSED_OVER.contains(name(entry)) && !Files.isSymbolicLink(entry)) {
          collect(entry, found);
        }
      }
    }
  }
}
