// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads the one YAML document of a services file, every scalar as the text it is. Stateless. */
final class ServiceYaml {
  private static final int MAX_DEPTH = 8;

  /** The library's limit counts code points; the file's size is bounded before. */
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private ServiceYaml() {}

  /** The root; empty for an empty document, and where there is an error. */
  static Optional<Node> parse(String text, ServiceErrors errors) {
    var settings =
        LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setMaxAliasesForCollections(0)
            .setAllowNonScalarKeys(true)
            .setCodePointLimit(NO_LIMIT)
            .build();
    try {
      return isWithinLimits(text, settings, errors)
          ? new Compose(settings).composeString(text)
          : Optional.empty();
    } catch (MarkedYamlEngineException e) {
      // The problem alone: the library's message shows the line, which may be a secret.
      errors.add(line(e.getProblemMark()), "", "no valid YAML", "lines of the form key: value");
    } catch (RuntimeException _) {
      // The library answers some broken texts with a fault of its own.
      errors.add(0, "", "no valid YAML", "text in YAML 1.2");
    }
    return Optional.empty();
  }

  /** Walks the events first: composing a deep document would recurse as deep. */
  private static boolean isWithinLimits(String text, LoadSettings settings, ServiceErrors errors) {
    int depth = 0;
    int documents = 0;
    for (var event : new Parse(settings).parseString(text)) {
      switch (event) {
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        case AliasEvent _ -> {
          errors.add(line(event.getStartMark()), "", "an alias", "every value written out");
          return false;
        }
        case DocumentStartEvent _ -> documents++;
        default -> {}
      }
      if (depth > MAX_DEPTH || documents > 1) {
        errors.add(
            line(event.getStartMark()),
            "",
            depth > MAX_DEPTH ? "nested too deep" : "a second document",
            "one document of at most " + MAX_DEPTH + " levels");
        return false;
      }
    }
    return true;
  }

  /** The line on which a node begins. */
  static int line(Node node) {
    return line(node.getStartMark());
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(at -> at.getLine() + 1).orElse(0);
  }
}
