// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads names of plugins: {@code NAME}, {@code NAME/VERSION}, {@code TYPE/NAME}, {@code
 * TYPE/NAME/VERSION}. Versions start with a digit and names do not, so there is no doubt.
 */
final class PluginNames implements ITypeConverter<PluginName> {
  @Override
  public PluginName convert(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length > 3 || Arrays.stream(parts).anyMatch(String::isEmpty)) {
      throw refusal(text);
    }
    boolean endsWithVersion = Character.isDigit(parts[parts.length - 1].charAt(0));
    int nameAt = parts.length - (endsWithVersion && parts.length > 1 ? 2 : 1);
    if (nameAt > 1) {
      throw refusal(text);
    }
    Optional<PluginType> type = nameAt == 1 ? Optional.of(type(parts[0])) : Optional.empty();
    Optional<String> version =
        nameAt < parts.length - 1 ? Optional.of(parts[nameAt + 1]) : Optional.empty();
    return new PluginName(type, parts[nameAt], version);
  }

  /** Writes it as {@code TYPE/NAME/VERSION}, without what is not known. */
  static String text(PluginName plugin) {
    return plugin.type().map(type -> word(type) + "/").orElse("")
        + plugin.name()
        + plugin.version().map(version -> "/" + version).orElse("");
  }

  /** A type as the MANIFEST writes it. */
  static String word(PluginType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static PluginType type(String word) {
    return Arrays.stream(PluginType.values())
        .filter(type -> word(type).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException("'" + word + "' is no type (expected: " + words() + ")"));
  }

  private static String words() {
    return String.join(", ", Arrays.stream(PluginType.values()).map(PluginNames::word).toList());
  }

  private static TypeConversionException refusal(String text) {
    return new TypeConversionException(
        "'" + text + "' is no plugin (expected: NAME, NAME/VERSION or TYPE/NAME/VERSION)");
  }

  /** Refuses a name without a version: nothing is changed by omission. */
  static PluginName requireVersion(PluginName plugin, String verb) {
    if (plugin.version().isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          verb
              + ": no version (expected: "
              + plugin.name()
              + "/VERSION; see: plugin-executor plugin list)");
    }
    return plugin;
  }
}
