// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a data directory holds, seen without opening it: a server may be at work in it. Immutable.
 *
 * @param format number of the format
 * @param plugins how many versions of plugins are stored
 * @param instances how many instances there are
 * @param damagedLines how many lines of the catalog cannot be read
 * @param encrypted whether configurations are encrypted
 */
public record StoreOverview(
    int format, int plugins, int instances, int damagedLines, boolean encrypted) {

  /** Whether a server has used the directory before. */
  public static boolean exists(Path dataDirectory) {
    return Files.exists(dataDirectory.resolve("catalog"));
  }

  /**
   * Reads the catalog of a directory.
   *
   * @throws IOException if it cannot be read, or has another format; the message says which
   */
  public static StoreOverview of(Path dataDirectory) throws IOException {
    var state =
        CatalogFile.read(dataDirectory.resolve("catalog"), dataDirectory.resolve("packages"));
    return new StoreOverview(
        CatalogFile.FORMAT,
        state.plugins().size(),
        state.instances().size(),
        state.damagedLines().size(),
        Files.exists(dataDirectory.resolve("store-key")));
  }

  /** How many lines of a store's catalog cannot be read now. */
  public static int damagedLines(Store store) {
    return store.state().damagedLines().size();
  }
}
