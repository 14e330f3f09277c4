// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.files.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog on disk: one line for each plugin and each revision of an instance, as JSON behind a
 * checksum of its own, so that a damaged line takes nothing else with it. Stateless.
 */
final class CatalogFile {
  private static final Logger log = LoggerFactory.getLogger(CatalogFile.class);

  /** Number of the format. A server refuses to touch a store of a newer one. */
  static final int FORMAT = 1;

  private static final int CHECKSUM_DIGITS = 16;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private CatalogFile() {}

  /**
   * One line; exactly one of its parts is there.
   *
   * @param catalog number of the format, in the first line only
   */
  private record Line(
      @Nullable Integer catalog,
      @Nullable Long generation,
      CatalogLines.@Nullable ChangeLine change,
      CatalogLines.@Nullable PluginLine plugin,
      CatalogLines.@Nullable InstanceLine instance) {}

  /**
   * Reads a catalog.
   *
   * @param packages where the packages lie that it names
   * @throws IOException if it cannot be read, or its first line cannot be trusted
   */
  static CatalogState read(Path file, Path packages) throws IOException {
    var lines = Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    var head = lines.isEmpty() ? null : parse(lines.getFirst());
    if (head == null || head.catalog() == null) {
      throw new IOException(
          "the store's catalog is damaged in its first line (expected: a file that only servers"
              + " write; restore a backup)");
    }
    if (head.catalog() != FORMAT) {
      throw new IOException(
          "the store has the format "
              + head.catalog()
              + " (expected: "
              + FORMAT
              + ", the one of this server; a newer server wrote it)");
    }
    return read(head, lines.subList(1, lines.size()), packages);
  }

  private static CatalogState read(Line head, List<String> lines, Path packages) {
    var plugins = new HashMap<String, StoredPlugin>();
    var instances = new TreeMap<String, List<PluginInstance>>();
    var damaged = new ArrayList<String>();
    for (var text : lines) {
      try {
        var line = parse(text);
        if (line != null && line.plugin() != null) {
          var plugin = CatalogLines.toPlugin(line.plugin(), packages);
          plugins.put(plugin.digest(), plugin);
        } else if (line != null && line.instance() != null) {
          var instance = CatalogLines.toInstance(line.instance());
          instances.computeIfAbsent(instance.name(), _ -> new ArrayList<>()).add(instance);
        } else {
          damaged.add(text);
        }
      } catch (RuntimeException e) {
        log.error("a line of the store's catalog makes no sense", e);
        damaged.add(text);
      }
    }
    if (!damaged.isEmpty()) {
      log.error(
          "{} lines of the store's catalog are damaged; what they were about is not served",
          damaged.size());
    }
    var newestFirst = Comparator.comparingInt(PluginInstance::revision).reversed();
    instances.replaceAll((_, revisions) -> revisions.stream().sorted(newestFirst).toList());
    return new CatalogState(
        head.generation() == null ? 0 : head.generation(),
        Optional.ofNullable(head.change()).map(CatalogLines::toEntry),
        plugins,
        instances,
        damaged);
  }

  private static @Nullable Line parse(String text) {
    if (text.length() <= CHECKSUM_DIGITS || text.charAt(CHECKSUM_DIGITS) != ' ') {
      return null;
    }
    var json = text.substring(CHECKSUM_DIGITS + 1);
    if (!checksum(json).equals(text.substring(0, CHECKSUM_DIGITS))) {
      return null;
    }
    try {
      return GSON.fromJson(json, Line.class);
    } catch (JsonParseException _) {
      return null;
    }
  }

  /** The bytes of a catalog that says the same again when it is read. */
  static byte[] toBytes(CatalogState state) {
    var text = new StringBuilder();
    append(
        text,
        new Line(
            FORMAT,
            state.generation(),
            state.lastChange().map(CatalogLines::toLine).orElse(null),
            null,
            null));
    state.plugins().values().stream()
        .sorted(PluginCatalog.LISTING_ORDER)
        .forEach(
            plugin -> append(text, new Line(null, null, null, CatalogLines.toLine(plugin), null)));
    for (var revisions : state.instances().values()) {
      for (var instance : revisions) {
        append(text, new Line(null, null, null, null, CatalogLines.toLine(instance)));
      }
    }
    // Kept as they are: they may be all that is left to find out what was lost.
    state.damagedLines().forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, Line line) {
    var json = GSON.toJson(line);
    text.append(checksum(json)).append(' ').append(json).append('\n');
  }

  private static String checksum(String json) {
    return Digests.hexOf(json.getBytes(StandardCharsets.UTF_8)).substring(0, CHECKSUM_DIGITS);
  }
}
