// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pluginexecutor.server.config.PackageRules;

/**
 * Holds the keys of a MANIFEST against their rules (contract 1.2 and 1.3). Confined to one thread.
 */
final class ManifestReader {
  static final int MAX_BYTES = 64 << 10;
  private static final int MAX_DESCRIPTION_LENGTH = 4096;

  /** Bounded, as the matcher of a repeated group needs stack for each repetition. */
  private static final Pattern API =
      Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})((\\.[0-9]{1,9}){0,8})");

  private static final Pattern BOUND = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){0,4}~?");
  private static final Set<String> KNOWN_KEYS =
      Set.of(
          "name",
          "description",
          "version",
          "type",
          "api",
          "entry_point",
          "scb_min_version",
          "scb_max_version");

  private final PackageRules rules;
  private final Findings findings;
  private final ManifestFields fields;
  private final Set<String> complainedOf = new HashSet<>();

  private ManifestReader(PackageRules rules, Findings findings, ManifestFields fields) {
    this.rules = rules;
    this.findings = findings;
    this.fields = fields;
  }

  /**
   * Reads a MANIFEST.
   *
   * @return empty when the findings have errors of it
   */
  static Optional<Manifest> read(String text, PackageRules rules, Findings findings) {
    var own = new Findings();
    var manifest = new ManifestReader(rules, own, ManifestFields.read(text, own)).manifest();
    findings.addAll(own);
    return own.hasErrors() ? Optional.empty() : Optional.of(manifest);
  }

  private Manifest manifest() {
    if (findings.hasErrors()) {
      // What could not be read as YAML has no keys that could be judged.
      return new Manifest(PluginType.AA, "", "", "", "", Optional.empty());
    }
    var name = required("name", this::isAllowedName, nameRule());
    var description = required("description", _ -> true, "text");
    if (description.length() > MAX_DESCRIPTION_LENGTH) {
      error("description", "too long (expected: at most 4,096 characters)");
    }
    var version =
        required(
            "version",
            PluginRef::isVersion,
            "a digit, then letters, digits and . + ~ : _ -, at most 128");
    var type = type();
    var entryPoint = text("entry_point");
    entryPoint
        .filter(file -> !file.equals("main.py"))
        .ifPresent(file -> error("entry_point", quoted(file, "main.py, in the root of the zip")));
    var api = api(entryPoint.isEmpty());
    checkProduct();
    warnOfUnknownKeys();
    return new Manifest(type, name, version, description, api, entryPoint);
  }

  private boolean isAllowedName(String text) {
    return PluginRef.isName(text) && (rules.relaxedNames() || !text.contains("-"));
  }

  private String nameRule() {
    return rules.relaxedNames()
        ? "a letter, then letters, digits, '_' and '-', at most 128"
        : "a letter, then letters, digits and '_', at most 128; '-' only where the server relaxes"
            + " names";
  }

  private PluginType type() {
    var expected =
        Stream.of(PluginType.values())
            .map(PluginType::manifestName)
            .collect(Collectors.joining(", ", "one of ", ""));
    var text = required("type", _ -> true, expected);
    var type = PluginType.ofManifestName(text);
    if (type.isEmpty() && text("type").isPresent()) {
      error("type", quoted(text, expected));
    }
    return type.orElse(PluginType.AA);
  }

  /** The server plays one API version: the same major part, and a minor part that is not newer. */
  private String api(boolean python2) {
    var text =
        required("api", API.asMatchPredicate(), "two numbers, such as " + rules.apiVersion());
    var match = API.matcher(text);
    if (!match.matches()) {
      return text;
    }
    var offered = rules.apiVersion().split("\\.", 2);
    int minor = Integer.parseInt(match.group(2));
    if (Integer.parseInt(match.group(1)) != Integer.parseInt(offered[0])
        || minor > Integer.parseInt(offered[1])) {
      error(
          "api",
          quoted(
              text,
              offered[0]
                  + ".0 to "
                  + rules.apiVersion()
                  + ", the API version that is played here"));
    }
    if (!match.group(3).isEmpty()) {
      warn(
          "api",
          quoted(text, match.group(1) + "." + match.group(2) + "; the parts after it are ignored"));
    }
    if (python2 && (minor != 0)) {
      warn("api", quoted(text, "1.0, because without entry_point the plugin runs on Python 2"));
    }
    return text;
  }

  private void checkProduct() {
    var min = bound("scb_min_version");
    var max = bound("scb_max_version");
    var product = rules.productVersion();
    var order = VersionOrder.INSTANCE;
    min.filter(bound -> order.compare(product, bound) < 0)
        .ifPresent(
            bound -> error("scb_min_version", quoted(bound, "at most " + product + played())));
    max.filter(bound -> order.compare(product, bound) > 0)
        .ifPresent(
            bound -> error("scb_max_version", quoted(bound, "at least " + product + played())));
    if (min.isPresent() && max.isPresent() && order.compare(min.get(), max.get()) > 0) {
      error("scb_max_version", quoted(max.get(), "not below scb_min_version"));
    }
  }

  private static String played() {
    return ", the product version that is played here";
  }

  private Optional<String> bound(String key) {
    var text = text(key);
    if (text.isPresent() && !BOUND.matcher(text.get()).matches()) {
      error(key, quoted(text.get(), "numbers with dots, such as 8.0.0 or 8.0.0~ (below 8.0.0)"));
      return Optional.empty();
    }
    return text;
  }

  private void warnOfUnknownKeys() {
    fields
        .byKey()
        .forEach((key, field) -> {
          if (!KNOWN_KEYS.contains(key)) {
            findings.warn(
                ManifestFields.FILE,
                Quoting.plain(key),
                field.keyPosition(),
                "not a key of a MANIFEST; it is ignored");
          }
        });
  }

  private String required(String key, Predicate<String> rule, String expected) {
    if (!fields.byKey().containsKey(key)) {
      findings.error(
          ManifestFields.FILE,
          key,
          Optional.empty(),
          "missing (expected: a line \"" + key + ": ...\" with " + expected + ")");
      return "";
    }
    var text = text(key).orElse("");
    if (fields.byKey().get(key).text() != null && !rule.test(text)) {
      error(key, quoted(text, expected));
    }
    return text;
  }

  /** The value of a key; a list or a mapping is an error. */
  private Optional<String> text(String key) {
    var field = fields.byKey().get(key);
    if (field == null) {
      return Optional.empty();
    }
    if (field.text() == null && complainedOf.add(key)) {
      error(key, "a list or a mapping (expected: text)");
    }
    return Optional.ofNullable(field.text());
  }

  private static String quoted(String found, String expected) {
    return Quoting.quote(found) + " (expected: " + expected + ")";
  }

  private void error(String key, String message) {
    var field = fields.byKey().get(key);
    findings.error(
        ManifestFields.FILE,
        key,
        field == null ? Optional.empty() : field.valuePosition(),
        message);
  }

  private void warn(String key, String message) {
    var field = fields.byKey().get(key);
    findings.warn(
        ManifestFields.FILE,
        key,
        field == null ? Optional.empty() : field.valuePosition(),
        message);
  }
}
