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
import java.util.Map;
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

  /** Stands for a line that was there once, so that what it named is not taken for rubbish. */
  private static final String GONE = "a line that is gone";

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private CatalogFile() {}

  /**
   * One line; exactly one of its parts is there.
   *
   * @param catalog number of the format, in the first line only
   * @param entries how many lines follow the first one
   */
  private record Line(
      @Nullable Integer catalog,
      @Nullable Long generation,
      @Nullable Integer entries,
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
    // Byte by byte: what is damaged need not be text any more, and is kept as it is.
    var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    var lines = new ArrayList<>(List.of(content.split("\n", -1)));
    var head = parse(lines.removeFirst());
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
    // Behind the last line end there is nothing.
    lines.removeIf(String::isEmpty);
    while (head.entries() != null && lines.size() < head.entries()) {
      lines.add(GONE);
    }
    return read(head, lines, packages);
  }

  private static CatalogState read(Line head, List<String> lines, Path packages) {
    var plugins = new HashMap<String, StoredPlugin>();
    var instances = new TreeMap<String, List<PluginInstance>>();
    var damaged = new ArrayList<String>();
    var latest = new HashMap<String, Long>();
    for (var text : lines) {
      try {
        var line = parse(text);
        if (line != null && line.plugin() != null) {
          var plugin = CatalogLines.toPlugin(line.plugin(), packages);
          plugins.put(plugin.digest(), plugin);
          latest.merge(plugin.key(), line.plugin().latest(), Math::max);
        } else if (line != null && line.instance() != null) {
          var instance = CatalogLines.toInstance(line.instance());
          instances.computeIfAbsent(instance.name(), _ -> new ArrayList<>()).add(instance);
          latest.merge(instance.name(), line.instance().latest(), Math::max);
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
    // Remembers what the lines say of each other only where that cannot be read any more.
    return new CatalogState(
            head.generation() == null ? 0 : head.generation(),
            Optional.ofNullable(head.change()).map(CatalogLines::toEntry),
            plugins,
            instances,
            damaged,
            Map.of())
        .withLost(latest);
  }

  private static @Nullable Line parse(String text) {
    if (text.length() <= CHECKSUM_DIGITS || text.charAt(CHECKSUM_DIGITS) != ' ') {
      return null;
    }
    var json = text.substring(CHECKSUM_DIGITS + 1).getBytes(StandardCharsets.ISO_8859_1);
    if (!checksum(json).equals(text.substring(0, CHECKSUM_DIGITS))) {
      return null;
    }
    try {
      return GSON.fromJson(new String(json, StandardCharsets.UTF_8), Line.class);
    } catch (JsonParseException _) {
      return null;
    }
  }

  /** The bytes of a catalog that says the same again when it is read. */
  static byte[] toBytes(CatalogState state) {
    var lines = new ArrayList<String>();
    var latest = state.latestNumbers();
    state.plugins().values().stream()
        .sorted(PluginCatalog.LISTING_ORDER)
        .map(plugin -> CatalogLines.toLine(plugin, latest.getOrDefault(plugin.key(), 0L)))
        .forEach(line -> lines.add(text(new Line(null, null, null, null, line, null))));
    state.instances().values().stream()
        .flatMap(List::stream)
        .map(instance -> CatalogLines.toLine(instance, latest.getOrDefault(instance.name(), 0L)))
        .forEach(line -> lines.add(text(new Line(null, null, null, null, null, line))));
    // Kept as they are: they may be all that is left to find out what was lost.
    lines.addAll(state.damagedLines());
    var change = state.lastChange().map(CatalogLines::toLine).orElse(null);
    lines.addFirst(text(new Line(FORMAT, state.generation(), lines.size(), change, null, null)));
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A line whose characters stand for the bytes of its UTF-8. */
  private static String text(Line line) {
    var json = GSON.toJson(line).getBytes(StandardCharsets.UTF_8);
    return checksum(json) + ' ' + new String(json, StandardCharsets.ISO_8859_1);
  }

  private static String checksum(byte[] json) {
    return Digests.hexOf(json).substring(0, CHECKSUM_DIGITS);
  }
}
