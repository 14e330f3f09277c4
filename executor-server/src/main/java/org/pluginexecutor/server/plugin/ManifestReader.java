// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads a MANIFEST as hostile input. Scalars stay text, so that version 1.10 is not 1.1. Confined
 * to one thread.
 */
final class ManifestReader {
  static final int MAX_BYTES = 64 << 10;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_ALIASES = 10;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+~_-]{0,63}");
  private static final Pattern API = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}(\\.[0-9]{1,9})*");

  private final List<FieldViolation> violations = new ArrayList<>();
  private Map<String, String> fields = Map.of();

  /**
   * Reads a MANIFEST.
   *
   * @throws ExecutorException with every problem at once, if there are any
   */
  static Manifest read(String text) {
    return new ManifestReader().readManifest(text);
  }

  private Manifest readManifest(String text) {
    fields = parse(text);
    var name = required("name", NAME, "a letter, then letters, digits and '_', at most 64");
    var version = required("version", VERSION, "begins with a digit, at most 64 characters");
    var api = required("api", API, "two numbers such as 1.9");
    var description = fields.getOrDefault("description", "");
    if (!fields.containsKey("description")) {
      missing("description");
    }
    var type = PluginType.ofManifestName(required("type", Pattern.compile("(?s).*"), "a type"));
    if (type.isEmpty() && fields.containsKey("type")) {
      violate(
          "type", Quoting.quote(fields.get("type")) + " (expected: one of " + typeNames() + ")");
    }
    var entryPoint = Optional.ofNullable(fields.get("entry_point"));
    entryPoint
        .filter(file -> !file.equals("main.py"))
        .ifPresent(file -> violate("entry_point", Quoting.quote(file) + " (expected: main.py)"));
    if (!violations.isEmpty()) {
      throw invalid();
    }
    return new Manifest(type.orElseThrow(), name, version, description, api, entryPoint);
  }

  private Map<String, String> parse(String text) {
    var settings =
        LoadSettings.builder()
            .setLabel("MANIFEST")
            .setSchema(new FailsafeSchema())
            .setAllowDuplicateKeys(false)
            .setCodePointLimit(MAX_BYTES)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      checkShape(text, settings);
      if (new Load(settings).loadFromString(text) instanceof Map<?, ?> map) {
        return textFields(map);
      }
      violations.add(new FieldViolation("MANIFEST", "not a mapping (expected: key: value lines)"));
    } catch (YamlEngineException e) {
      violations.add(new FieldViolation("MANIFEST", "not valid YAML: " + e.getMessage()));
    } catch (ExecutorException e) {
      throw e;
    } catch (RuntimeException _) {
      // The YAML library answers some broken texts, an empty one among them, with a fault of its
      // own.
      violations.add(new FieldViolation("MANIFEST", "not valid YAML, or empty"));
    }
    throw invalid();
  }

  /** Walks the events first: composing a deep document would recurse as deep. */
  private void checkShape(String text, LoadSettings settings) {
    int depth = 0;
    int aliases = 0;
    for (var event : new Parse(settings).parseString(text)) {
      switch (event) {
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        case AliasEvent _ -> aliases++;
        default -> {}
      }
      if (depth > MAX_DEPTH || aliases > MAX_ALIASES) {
        violations.add(
            new FieldViolation(
                "MANIFEST",
                "nested or repeated too much (expected: at most "
                    + MAX_DEPTH
                    + " levels and "
                    + MAX_ALIASES
                    + " aliases)"));
        throw invalid();
      }
    }
  }

  /** Keys that the contract does not know are ignored, whatever they hold. */
  private static Map<String, String> textFields(Map<?, ?> map) {
    var result = new LinkedHashMap<String, String>();
    map.forEach((key, value) -> {
      if (key instanceof String name && value instanceof String text) {
        result.put(name, text);
      }
    });
    return result;
  }

  private String required(String key, Pattern rule, String expected) {
    var value = fields.get(key);
    if (value == null) {
      missing(key);
      return "";
    }
    if (!rule.matcher(value).matches()) {
      violate(key, Quoting.quote(value) + " (expected: " + expected + ")");
    }
    return value;
  }

  private void missing(String key) {
    violate(key, "missing (expected: a line \"" + key + ": ...\")");
  }

  private void violate(String key, String message) {
    violations.add(new FieldViolation("MANIFEST." + key, message));
  }

  private ExecutorException invalid() {
    return new ExecutorException(new InvalidPluginPackage(List.copyOf(violations)));
  }

  private static String typeNames() {
    return Stream.of(PluginType.values())
        .map(PluginType::manifestName)
        .collect(Collectors.joining(", "));
  }
}
