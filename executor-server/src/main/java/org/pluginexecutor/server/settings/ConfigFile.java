// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pluginexecutor.server.settings.ValueForm.Shape;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads settings from a file: sections with keys. Confined to one thread. */
final class ConfigFile {
  private static final Set<Tag> PLAIN_TAGS = Set.of(Tag.STR, Tag.SEQ, Tag.MAP, Tag.NULL);
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final String TAG_PREFIX = "tag:yaml.org,2002:";
  private static final Set<String> SECTIONS =
      ConfigKeys.all().stream()
          .map(ConfigKey::section)
          .filter(section -> !section.isEmpty())
          .collect(Collectors.toSet());

  private final Path file;
  private final Path base;
  private final List<ConfigError> errors;
  private final Map<ConfigKey<?>, GivenValue> given = new LinkedHashMap<>();

  private ConfigFile(Path file, List<ConfigError> errors) {
    this.file = file;
    this.base = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    this.errors = errors;
  }

  /** What is given, by key; whatever is wrong becomes an error. */
  static Map<ConfigKey<?>, GivenValue> read(Path file, List<ConfigError> errors) {
    var reading = new ConfigFile(file, errors);
    ConfigText.read(file, errors)
        .flatMap(text -> ConfigYaml.parse(file, text, errors))
        .ifPresent(reading::readRoot);
    return reading.given;
  }

  private void readRoot(Node root) {
    if (isNull(root)) {
      return;
    }
    if (!(root instanceof MappingNode mapping)) {
      error(
          root,
          "",
          "not a mapping (expected: sections with keys, such as server: and below it port: 50061)");
      return;
    }
    var lines = new LinkedHashMap<String, Integer>();
    for (var tuple : mapping.getValue()) {
      var name = name(tuple, "", lines);
      if (name.isEmpty()) {
        continue;
      }
      if (SECTIONS.contains(name.get())) {
        readSection(name.get(), tuple.getValueNode());
      } else {
        readKey(name.get(), tuple);
      }
    }
  }

  private void readSection(String section, Node node) {
    if (isNull(node)) {
      return;
    }
    if (!(node instanceof MappingNode mapping) || isTagged(node)) {
      error(node, section, kind(node) + " (expected: a section with keys)");
      return;
    }
    var lines = new LinkedHashMap<String, Integer>();
    for (var tuple : mapping.getValue()) {
      name(tuple, section + ".", lines).ifPresent(name -> readKey(section + "." + name, tuple));
    }
  }

  private void readKey(String name, NodeTuple tuple) {
    var key = ConfigKeys.named(name).filter(known -> !isDotted(tuple));
    if (key.isEmpty()) {
      unknown(name, tuple);
      return;
    }
    texts(key.get(), tuple.getValueNode())
        .ifPresent(texts ->
            given.put(
                key.get(),
                new GivenValue(
                    texts, new Origin.Line(file, ConfigYaml.line(tuple.getKeyNode())), base)));
  }

  private static boolean isDotted(NodeTuple tuple) {
    return ((ScalarNode) tuple.getKeyNode()).getValue().contains(".");
  }

  private void unknown(String name, NodeTuple tuple) {
    var known = ConfigKeys.named(name);
    if (known.isPresent()) {
      error(
          tuple.getKeyNode(),
          name,
          "written with a dot (expected: the section "
              + known.get().section()
              + ": and "
              + known.get().shortName()
              + ": below it)");
      return;
    }
    boolean isSection = !name.contains(".") && tuple.getValueNode() instanceof MappingNode;
    var nearest =
        isSection
            ? NearestName.of(name, Stream.concat(SECTIONS.stream(), Stream.of("runtimes")).toList())
            : ConfigKeys.meantBy(name);
    error(
        tuple.getKeyNode(),
        ConfigError.shown(name),
        "unknown key (expected: one of docs/CONFIG.md; the nearest is " + nearest + ")");
  }

  /** The name of a key; empty, and an error, when it is none or was there before. */
  private Optional<String> name(NodeTuple tuple, String prefix, Map<String, Integer> lines) {
    if (!(tuple.getKeyNode() instanceof ScalarNode scalar) || isTagged(scalar)) {
      error(tuple.getKeyNode(), prefix + "?", "a key that is not plain text (expected: text)");
      return Optional.empty();
    }
    var name = scalar.getValue();
    var before = lines.putIfAbsent(name, ConfigYaml.line(scalar));
    if (before != null) {
      error(
          scalar,
          prefix + ConfigError.shown(name),
          "there twice, first in line " + before + " (expected: once)");
      return Optional.empty();
    }
    return Optional.of(name);
  }

  /** The texts of a value; empty, and an error, when it is of another shape. */
  private Optional<List<String>> texts(ConfigKey<?> key, Node node) {
    boolean isList = key.form().hasParts() && key.form().shape() != Shape.MAPPING;
    return switch (node) {
      case Node tagged when isTagged(tagged) -> wrong(key, node, kind(node));
      case Node nothing when isNull(nothing) -> wrong(key, node, "nothing");
      case SequenceNode sequence when isList -> items(key, sequence);
      case MappingNode mapping when key.form().shape() == Shape.MAPPING -> entries(key, mapping);
      case ScalarNode scalar when key.form().shape() != Shape.MAPPING ->
          Optional.of(key.form().parts(scalar.getValue()));
      default -> wrong(key, node, kind(node));
    };
  }

  private Optional<List<String>> items(ConfigKey<?> key, SequenceNode sequence) {
    var texts = new ArrayList<String>();
    for (var item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar) || isTagged(item) || isNull(item)) {
        return wrong(key, item, kind(item) + " in the list");
      }
      texts.add(scalar.getValue());
    }
    return Optional.of(texts);
  }

  private Optional<List<String>> entries(ConfigKey<?> key, MappingNode mapping) {
    var texts = new ArrayList<String>();
    var lines = new LinkedHashMap<String, Integer>();
    boolean isWhole = true;
    for (var tuple : mapping.getValue()) {
      var name = name(tuple, key.name() + ".", lines);
      if (name.isEmpty()) {
        isWhole = false;
      } else if (!(tuple.getValueNode() instanceof ScalarNode scalar)
          || isTagged(scalar)
          || isNull(scalar)) {
        return wrong(key, tuple.getValueNode(), kind(tuple.getValueNode()) + " for " + name.get());
      } else {
        texts.add(name.get() + "=" + scalar.getValue());
      }
    }
    return isWhole ? Optional.of(texts) : Optional.empty();
  }

  private Optional<List<String>> wrong(ConfigKey<?> key, Node node, String found) {
    error(node, key.name(), found + " (expected: " + key.form().expected() + ")");
    return Optional.empty();
  }

  private void error(Node node, String key, String problem) {
    errors.add(new ConfigError(new Origin.Line(file, ConfigYaml.line(node)), key, problem));
  }

  private static boolean isTagged(Node node) {
    return !PLAIN_TAGS.contains(node.getTag());
  }

  /** Nothing at all, or one of the words for it; in quotation marks they are text. */
  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && NULLS.contains(scalar.getValue());
  }

  private static String kind(Node node) {
    if (isTagged(node)) {
      var tag = node.getTag().getValue();
      return "the tag "
          + ConfigError.shown(
              tag.startsWith(TAG_PREFIX) ? "!!" + tag.substring(TAG_PREFIX.length()) : tag);
    }
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      default -> isNull(node) ? "nothing" : "text";
    };
  }
}
