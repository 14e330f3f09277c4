// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.plugin.PackageFinding.Position;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys and values of a MANIFEST with their places. Values are the text that stands there, never
 * numbers or dates, so that version 1.10 is not 1.1; no class is ever made of a tag. Immutable.
 */
final class ManifestFields {
  static final String FILE = "MANIFEST";
  private static final int MAX_DEPTH = 8;
  private static final int MAX_ALIASES = 10;
  private static final int MAX_NODES = 2000;
  private static final String HINT =
      " (expected: lines of the form key: value; text with : or # in quotation marks)";

  private final Map<String, Field> fields;

  private ManifestFields(Map<String, Field> fields) {
    this.fields = fields;
  }

  /**
   * One key.
   *
   * @param text the value, or null when it is a list or a mapping
   * @param keyPosition where the key stands
   * @param valuePosition where the value stands
   */
  record Field(
      @Nullable String text, Optional<Position> keyPosition, Optional<Position> valuePosition) {}

  Map<String, Field> byKey() {
    return fields;
  }

  /** Reads the text; problems go to the findings, and what is readable comes back. */
  static ManifestFields read(String text, Findings findings) {
    var lines = new TextLines(text);
    var settings =
        LoadSettings.builder()
            .setLabel(FILE)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    try {
      if (!isSmallEnough(text, settings, lines, findings)) {
        return new ManifestFields(Map.of());
      }
      var root = new Compose(settings).composeString(text);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        return new ManifestFields(fields(mapping, lines, findings));
      }
      findings.error(
          FILE,
          "",
          root.flatMap(node -> position(node, lines)),
          "not a mapping (expected: lines of the form key: value)");
    } catch (MarkedYamlEngineException e) {
      findings.error(
          FILE,
          "",
          e.getProblemMark().map(mark -> position(mark, lines)),
          "not valid YAML 1.2: " + Quoting.visible(String.valueOf(e.getProblem())) + HINT);
    } catch (ReaderException e) {
      int index = text.codePointCount(0, Math.max(0, text.indexOf(e.getCodePoint())));
      findings.error(
          FILE,
          "",
          Optional.of(lines.positionOf(index)),
          "not valid YAML 1.2: the character "
              + Quoting.quote(Character.toString(e.getCodePoint()))
              + " (expected: text without control characters)");
    } catch (RuntimeException _) {
      // The YAML library answers some broken texts with a fault of its own.
      findings.error(FILE, "not valid YAML 1.2" + HINT);
    }
    return new ManifestFields(Map.of());
  }

  /**
   * Walks the events first: composing a deep document would recurse as deep, and one of thousands
   * of keys would take its time to say that each is wrong.
   */
  private static boolean isSmallEnough(
      String text, LoadSettings settings, TextLines lines, Findings findings) {
    int depth = 0;
    int aliases = 0;
    int nodes = 0;
    for (var event : new Parse(settings).parseString(text)) {
      switch (event) {
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        case AliasEvent _ -> aliases++;
        default -> {}
      }
      nodes += event instanceof NodeEvent ? 1 : 0;
      if (depth > MAX_DEPTH || aliases > MAX_ALIASES || nodes > MAX_NODES) {
        findings.error(
            FILE,
            "",
            event.getStartMark().map(mark -> position(mark, lines)),
            "nested or repeated too much (expected: at most "
                + MAX_DEPTH
                + " levels, "
                + MAX_ALIASES
                + " aliases, "
                + MAX_NODES
                + " keys and values)");
        return false;
      }
    }
    return true;
  }

  private static Map<String, Field> fields(
      MappingNode mapping, TextLines lines, Findings findings) {
    var fields = new LinkedHashMap<String, Field>();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.error(
            FILE,
            "",
            position(tuple.getKeyNode(), lines),
            "a key that is not text (expected: text)");
        continue;
      }
      var value = tuple.getValueNode() instanceof ScalarNode scalar ? scalar.getValue() : null;
      var field = new Field(value, position(key, lines), position(tuple.getValueNode(), lines));
      if (fields.putIfAbsent(key.getValue(), field) != null) {
        findings.error(
            FILE,
            Quoting.plain(key.getValue()),
            position(key, lines),
            "there twice (expected: once)");
      }
    }
    return fields;
  }

  private static Optional<Position> position(Node node, TextLines lines) {
    return node.getStartMark().map(mark -> position(mark, lines));
  }

  /** By its index: the library's own lines and columns are wrong behind a last carriage return. */
  private static Position position(Mark mark, TextLines lines) {
    return lines.positionOf(mark.getIndex());
  }
}
