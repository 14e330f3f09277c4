// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pluginexecutor.server.settings.ValueForm.Shape;

/** Shows a configuration as YAML, with a remark on where each value comes from. Stateless. */
final class ConfigTree {
  /** What means itself in YAML wherever it stands, without quotation marks. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/._+][A-Za-z0-9/._+@=-]*(:\\d+)?");

  private static final Pattern NULL = Pattern.compile("null|Null|NULL");
  private static final int REMARK_COLUMN = 44;

  private ConfigTree() {}

  static String text(EffectiveConfig effective) {
    var text = new StringBuilder();
    String section = "";
    for (var key : ConfigKeys.all()) {
      if (!key.section().equals(section) && !key.section().isEmpty()) {
        text.append(key.section()).append(":\n");
      }
      section = key.section();
      text.append(line(key, effective)).append('\n');
    }
    return text.toString();
  }

  private static <T> String line(ConfigKey<T> key, EffectiveConfig effective) {
    var value = key.value().apply(effective.config());
    var origin = effective.origin(key);
    var indent = key.section().isEmpty() ? "" : "  ";
    boolean isNothing = value.map(key.form().writer()).orElse(List.of()).isEmpty();
    if (isNothing && origin instanceof Origin.Default) {
      return indent + "# " + key.shortName() + ": " + key.defaultText() + " (default)";
    }
    var yaml = key.isSecret() ? "'" + ConfigKey.MASK + "'" : yaml(key, value.orElseThrow());
    var line = indent + key.shortName() + ": " + yaml;
    return line
        + " ".repeat(Math.max(1, REMARK_COLUMN - line.length()))
        + "# "
        + visible(origin.label())
        + (key.isSecret() ? " (masked)" : "");
  }

  private static <T> String yaml(ConfigKey<T> key, T value) {
    var texts = key.form().writer().apply(value);
    if (key.form().shape() == Shape.MAPPING) {
      return texts.stream().map(ConfigTree::entry).collect(Collectors.joining(", ", "{", "}"));
    }
    return key.form().hasParts()
        ? texts.stream().map(ConfigTree::scalar).collect(Collectors.joining(", ", "[", "]"))
        : scalar(texts.getFirst());
  }

  private static String entry(String text) {
    int equals = text.indexOf('=');
    return scalar(text.substring(0, equals)) + ": " + scalar(text.substring(equals + 1));
  }

  /** Names of files can have line ends, which would end the remark. */
  private static String visible(String text) {
    return text.codePoints().anyMatch(Character::isISOControl) ? quoted(text) : text;
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !NULL.matcher(text).matches() ? text : quoted(text);
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
          } else if (c < ' ' || c > '~') {
            quoted.append(String.format(Locale.ROOT, "\\U%08x", c));
          } else {
            quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }
}
