// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * One YAML document as nodes with their lines. Every scalar stays the text that stands there, so
 * that {@code no} is no truth value and {@code 0777} no number; no class is ever made of a tag.
 * Stateless.
 */
final class ConfigYaml {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NODES = 5000;
  private static final String HINT =
      " (expected: lines of the form key: value, indented with spaces; text with : or # in"
          + " quotation marks)";

  private ConfigYaml() {}

  /** The root; empty for an empty document, and where there is an error. */
  static Optional<Node> parse(Path file, String text, List<ConfigError> errors) {
    var settings =
        LoadSettings.builder()
            .setLabel(file.toString())
            .setSchema(new FailsafeSchema())
            .setMaxAliasesForCollections(0)
            // They are refused with their place where keys are read.
            .setAllowNonScalarKeys(true)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    try {
      var limit = brokenLimit(text, settings);
      if (limit.isPresent()) {
        errors.add(limit.get().in(file));
        return Optional.empty();
      }
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      add(errors, place(file, e.getProblemMark()), String.valueOf(e.getProblem()));
    } catch (ReaderException e) {
      int end = Math.max(0, text.indexOf(e.getCodePoint()));
      long before = text.substring(0, end).chars().filter(c -> c == '\n').count();
      add(
          errors,
          new Origin.Line(file, (int) before + 1),
          "a character that cannot stand there, number " + e.getCodePoint());
    } catch (YamlVersionException e) {
      var version = e.getSpecVersion();
      add(
          errors,
          new Origin.Line(file, 0),
          "it says that it is version " + version.getMajor() + "." + version.getMinor());
    } catch (RuntimeException _) {
      // The YAML library answers some broken texts with a fault of its own.
      add(errors, new Origin.Line(file, 0), "it cannot be read");
    }
    return Optional.empty();
  }

  /** The line on which a node begins. */
  static int line(Node node) {
    return node.getStartMark().map(ConfigYaml::line).orElse(1);
  }

  /** What the limits of a document forbid, and where it is. */
  private record BrokenLimit(Optional<Mark> mark, String problem) {
    ConfigError in(Path file) {
      return new ConfigError(place(file, mark), "", problem);
    }
  }

  /** Walks the events first: composing a deep document would recurse as deep. */
  private static Optional<BrokenLimit> brokenLimit(String text, LoadSettings settings) {
    int depth = 0;
    int nodes = 0;
    int documents = 0;
    for (var event : new Parse(settings).parseString(text)) {
      switch (event) {
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        case AliasEvent alias -> {
          return broken(
              alias, "the alias *" + alias.getAlias() + " (expected: every value written out)");
        }
        case DocumentStartEvent _ -> documents++;
        default -> {}
      }
      nodes += event instanceof NodeEvent ? 1 : 0;
      if (documents > 1) {
        return broken(event, "a second document (expected: one)");
      }
      if (depth > MAX_DEPTH || nodes > MAX_NODES) {
        return broken(
            event,
            "nested too deep, or too much of it (expected: at most "
                + MAX_DEPTH
                + " levels and "
                + MAX_NODES
                + " keys and values)");
      }
    }
    return Optional.empty();
  }

  private static Optional<BrokenLimit> broken(Event event, String problem) {
    return Optional.of(new BrokenLimit(event.getStartMark(), problem));
  }

  private static void add(List<ConfigError> errors, Origin place, String problem) {
    errors.add(new ConfigError(place, "", "not valid YAML 1.2: " + problem + HINT));
  }

  private static Origin place(Path file, Optional<Mark> mark) {
    return new Origin.Line(file, mark.map(ConfigYaml::line).orElse(0));
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }
}
