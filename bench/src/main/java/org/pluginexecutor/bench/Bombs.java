// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import static org.pluginexecutor.bench.Results.MS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.bench.ZipBombs.Bomb;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.PluginExecutorClient;

/** Zip bombs are refused: how soon, and what was written by then. Confined to one thread. */
final class Bombs {
  private static final double PROMISED_MS = 100;
  private static final int WARM_UP = 10;
  private static final double BYTES_PER_KIB = 1 << 10;

  private final Path work;
  private final Results results;
  private final int rounds;

  Bombs(Path work, Results results, int rounds) {
    this.work = work;
    this.results = results;
    this.rounds = rounds;
  }

  void measure() throws Exception {
    results.begin("zip bombs");
    int number = 0;
    for (var bomb : ZipBombs.all()) {
      measure(bomb, Files.createDirectory(work.resolve("bomb-" + ++number)).resolve("data"));
    }
  }

  private void measure(Bomb bomb, Path data) throws Exception {
    try (var server = ServerProcess.start(data, Optional.empty())) {
      long before = files(data);
      var client = server.client();
      results.add(bomb.name() + ": the first", MS, Timing.millis(() -> refuse(client, bomb)));
      var _ = Timing.millis(WARM_UP, () -> refuse(client, bomb));
      var refused = new ArrayList<Double>();
      var written = new ArrayList<Double>();
      for (int i = 0; i < 3 * rounds; i++) {
        long writtenBefore = server.writtenBytes();
        refused.add(Timing.millis(() -> refuse(client, bomb)));
        long bytes = server.writtenBytes() - writtenBefore - bomb.length();
        written.add(bytes / BYTES_PER_KIB);
      }
      results.addPromised(bomb.name(), MS, refused, PROMISED_MS);
      results.add("  written by the server, besides the zip", "KiB", written);
      results.addPromised("  files left", "", List.of((double) (files(data) - before)), 0);
    }
  }

  private static void refuse(PluginExecutorClient client, Bomb bomb) throws IOException {
    try {
      var _ = client.plugins().upload(bomb.open());
    } catch (InvalidRequestException _) {
      return;
    }
    throw new IOException(bomb.name() + ": taken (expected: refused)");
  }

  /** Files and directories of packages, whole or on their way. */
  private static long files(Path data) throws IOException {
    long count = 0;
    for (var name : List.of("packages", "staging")) {
      try (var paths = Files.walk(data.resolve(name))) {
        count += paths.count();
      }
    }
    return count;
  }
}
