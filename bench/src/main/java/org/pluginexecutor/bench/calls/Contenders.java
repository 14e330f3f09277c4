// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everybody who takes part. Closing ends all of them. Confined to one thread. */
final class Contenders implements AutoCloseable {
  private static final List<String> LEVELS = List.of("full", "portable", "none");
  private static final int WAITING_WORKERS = 2;

  private final Path work;
  private final Python python;
  private final List<Contender> all = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String product = "";

  private Contenders(Path work, Python python) {
    this.work = work;
    this.python = python;
  }

  /**
   * Starts them.
   *
   * @param everyLevel whether the product is measured with all settings at each level that the
   *     machine gives, or with the main ones at the best level only
   */
  static Contenders start(Path work, Python python, boolean everyLevel) throws IOException {
    var contenders = new Contenders(work, python);
    try {
      contenders.startBaselines();
      contenders.startServers(everyLevel);
      return contenders;
    } catch (IOException | RuntimeException e) {
      contenders.close();
      throw e;
    }
  }

  private void startBaselines() throws IOException {
    var trees = new Trees(work, python);
    all.add(InterpreterPerCall.plain(python, trees));
    var bubblewrap = onPath("bwrap");
    if (bubblewrap.isPresent()) {
      all.add(InterpreterPerCall.bubblewrapped(bubblewrap.get(), python, trees));
    } else {
      notes.add("bubblewrap: not installed");
    }
    all.add(new ForkServer(work, python, trees));
  }

  private void startServers(boolean everyLevel) throws IOException {
    for (var level : LEVELS) {
      if (!everyLevel && !product.isEmpty()) {
        return;
      }
      startServers(level, everyLevel);
    }
    if (product.isEmpty()) {
      throw new IOException("product: no server started (expected: one); " + notes);
    }
  }

  private void startServers(String level, boolean everyStart) {
    try {
      // Without walls there is nothing to fork from: the server starts an interpreter for each
      // call.
      if (!level.equals("none")) {
        add(ServerFlags.fork(level, WAITING_WORKERS));
        if (everyStart) {
          add(ServerFlags.fork(level, 0));
        }
      }
      add(ServerFlags.exec(level));
    } catch (IOException e) {
      notes.add("isolation level " + level + ": not to be had; " + e.getMessage());
    }
  }

  private void add(ServerFlags flags) throws IOException {
    var directory = work.resolve(flags.name().replaceAll("[^a-z0-9]+", "-"));
    all.add(ServerContender.start(directory, python, flags));
    if (product.isEmpty()) {
      product = flags.name();
    }
  }

  private static Optional<Path> onPath(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  List<Contender> all() {
    return List.copyOf(all);
  }

  /** The product at its best, which the last sentence is about. */
  String product() {
    return product;
  }

  /** Who is missing, and why. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void close() throws IOException {
    for (var contender : all.reversed()) {
      contender.close();
    }
  }
}
