// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a services file. Whatever is of the wrong kind, or was not asked for in the end,
 * becomes an error with its place. Confined to one thread.
 */
final class ServiceSection {
  static final String FALSE_OR_TRUE = "false or true";

  private static final int MAX_SHOWN = 80;
  private static final Set<Tag> PLAIN_TAGS = Set.of(Tag.STR, Tag.SEQ, Tag.MAP, Tag.NULL);

  private final String path;
  private final int line;
  private final ServiceErrors errors;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  private ServiceSection(String path, int line, ServiceErrors errors) {
    this.path = path;
    this.line = line;
    this.errors = errors;
  }

  /** Takes a node that has to be a mapping; one that is not has no keys. */
  static ServiceSection of(Node node, String path, ServiceErrors errors) {
    var section = new ServiceSection(path, ServiceYaml.line(node), errors);
    if (!(node instanceof MappingNode mapping) || !isPlain(node)) {
      errors.add(ServiceYaml.line(node), path, kind(node), "a mapping with keys");
      return section;
    }
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || !isPlain(key)) {
        errors.add(ServiceYaml.line(tuple.getKeyNode()), path, "a key", "one that is plain text");
      } else if (section.nodes.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
        errors.add(ServiceYaml.line(key), section.name(key.getValue()), "there twice", "once");
      }
    }
    return section;
  }

  /** The names in it, all of which count as asked for. */
  Set<String> names() {
    asked.addAll(nodes.keySet());
    return nodes.keySet();
  }

  boolean has(String key) {
    return node(key).isPresent();
  }

  /** A section below this one; absent: an empty one. */
  Optional<ServiceSection> section(String key) {
    return node(key).map(node -> of(node, name(key), errors));
  }

  /** The sections in a list below a key. */
  List<ServiceSection> sections(String key) {
    var sections = new ArrayList<ServiceSection>();
    for (var item : items(key)) {
      sections.add(of(item, name(key) + "[" + (sections.size() + 1) + "]", errors));
    }
    return sections;
  }

  Optional<String> text(String key) {
    return scalar(key).map(ScalarNode::getValue);
  }

  /** Text that has to be there; empty, and an error, when it is not. */
  String required(String key) {
    if (!has(key)) {
      wrong(key, "not there", "text");
    }
    return text(key).orElse("");
  }

  /** The node of a text, for whoever wants its place. */
  Optional<ScalarNode> scalar(String key) {
    return node(key)
        .flatMap(node -> {
          if (node instanceof ScalarNode scalar && isPlain(scalar)) {
            return Optional.of(scalar);
          }
          wrong(key, kind(node), "text");
          return Optional.empty();
        });
  }

  boolean flag(String key, boolean otherwise) {
    var text = text(key);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      wrong(key, shown(text.get()), FALSE_OR_TRUE);
    }
    return text.isPresent() ? text.get().equals("true") : otherwise;
  }

  int number(String key, int otherwise, int least, int most) {
    var text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // As one that is out of range.
    }
    wrong(key, shown(text.get()), "a whole number, " + least + " to " + most);
    return otherwise;
  }

  /** A list of texts; one text stands for a list of one. */
  List<String> texts(String key) {
    if (node(key).filter(ScalarNode.class::isInstance).isPresent()) {
      return text(key).stream().toList();
    }
    var texts = new ArrayList<String>();
    for (var item : items(key)) {
      if (item instanceof ScalarNode scalar && isPlain(item)) {
        texts.add(scalar.getValue());
      } else {
        errors.add(ServiceYaml.line(item), name(key), kind(item), "text in the list");
      }
    }
    return texts;
  }

  private List<Node> items(String key) {
    var node = node(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof SequenceNode sequence && isPlain(sequence)) {
      return sequence.getValue();
    }
    wrong(key, kind(node.get()), "a list");
    return List.of();
  }

  /** A key without a value counts as one that is not there. */
  private Optional<Node> node(String key) {
    asked.add(key);
    return Optional.ofNullable(nodes.get(key))
        .filter(node -> !(node instanceof ScalarNode scalar && isNothing(scalar)));
  }

  private static boolean isNothing(ScalarNode scalar) {
    return scalar.isPlain() && scalar.getValue().isEmpty();
  }

  /** Says that a value is not what it has to be. */
  void wrong(String key, String found, String expected) {
    var node = nodes.get(key);
    errors.add(node == null ? line : ServiceYaml.line(node), name(key), found, expected);
  }

  /** Says what nobody asked for. */
  void end() {
    for (var key : nodes.keySet()) {
      if (!asked.contains(key)) {
        wrong(key, "unknown key", asked.stream().collect(Collectors.joining(", ")));
      }
    }
  }

  private String name(String key) {
    return (path.isEmpty() ? "" : path + ".") + shown(key);
  }

  static String shown(String text) {
    return VisibleText.of(text, MAX_SHOWN);
  }

  private static boolean isPlain(Node node) {
    return PLAIN_TAGS.contains(node.getTag());
  }

  private static String kind(Node node) {
    return switch (node) {
      case Node tagged when !isPlain(tagged) -> "a tag";
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when isNothing(scalar) -> "nothing";
      default -> "text";
    };
  }
}
