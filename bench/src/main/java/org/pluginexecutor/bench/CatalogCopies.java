// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.pluginexecutor.server.files.Digests;

/**
 * Makes a store larger than uploads could in a bearable time: repeats the lines of its catalog
 * under other names, with an empty directory for each package. Stateless.
 */
final class CatalogCopies {
  private static final int CHECKSUM_DIGITS = 16;
  private static final String PLUGIN = "{\"plugin\":";

  private CatalogCopies() {}

  /** Repeats the plugins of a store that nobody has open until there are so many. */
  static void multiply(Path data, int count) throws IOException {
    var lines = Files.readAllLines(data.resolve("catalog"), StandardCharsets.UTF_8);
    var plugins = lines.stream().map(CatalogCopies::json).filter(CatalogCopies::isPlugin).toList();
    var all = new ArrayList<>(lines);
    for (int i = plugins.size(); i < count; i++) {
      var json = plugins.get(i % plugins.size());
      var digest = Digests.hexOf(("copy " + i).getBytes(StandardCharsets.UTF_8));
      Files.createDirectory(data.resolve("packages").resolve(digest));
      all.add(line(copy(json, i, digest)));
    }
    Files.write(data.resolve("catalog"), all, StandardCharsets.UTF_8);
  }

  private static boolean isPlugin(String json) {
    return json.startsWith(PLUGIN);
  }

  private static String json(String line) {
    return line.substring(CHECKSUM_DIGITS + 1);
  }

  private static String line(String json) {
    var checksum = Digests.hexOf(json.getBytes(StandardCharsets.UTF_8));
    return checksum.substring(0, CHECKSUM_DIGITS) + " " + json;
  }

  private static String copy(String json, int number, String digest) {
    return json.replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"copy_" + number + "\"")
        .replaceFirst("\"digest\":\"[^\"]*\"", "\"digest\":\"" + Digests.PREFIX + digest + "\"");
  }
}
