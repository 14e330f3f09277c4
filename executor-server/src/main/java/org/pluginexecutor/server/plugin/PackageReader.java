// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pluginexecutor.server.archive.Archive;
import org.pluginexecutor.server.archive.ArchiveException;
import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.config.PackageRules;
import org.pluginexecutor.server.plugin.PackageFinding.Position;
import org.pluginexecutor.server.plugin.SourceCheck.Presence;
import org.pluginexecutor.server.plugin.SourceCheck.SourceFacts;

/**
 * Checks a package that a stranger wrote, and reads what it says of itself. Nothing of it is
 * executed: its sources are only compiled. Confined to one thread.
 */
final class PackageReader {
  static final String MAIN = "main.py";
  private static final String DEFAULT_CFG = "default.cfg";
  private static final int MAX_DEFAULT_CFG_BYTES = 10 << 10;
  private static final int MAX_INTERPRETER_LINE = 256;
  private static final Pattern PYTHON3_LINE =
      Pattern.compile("#!.*[/ ](pluginwrapper3|python3[0-9.]*)\\s*");
  private static final Optional<Position> FIRST_LINE = Optional.of(new Position(1, 1));

  private final PackageRules rules;
  private final SourceCheck sources;
  private final Findings findings;

  PackageReader(PackageRules rules, SourceCheck sources, Findings findings) {
    this.rules = rules;
    this.sources = sources;
    this.findings = findings;
  }

  /**
   * Unpacks a zip into an empty directory and reads it.
   *
   * @return empty when the findings have errors; the directory is then to be thrown away
   * @throws IOException if the disk fails
   */
  Optional<PluginPackage> unpack(Path zip, Path tree, ArchiveLimits limits) throws IOException {
    try {
      Archive.unpack(zip, tree, limits);
    } catch (ArchiveException e) {
      for (var problem : e.problems()) {
        var file = problem.entry().isEmpty() ? "" : Quoting.plain(problem.entry());
        findings.error(file, problem.found() + " (expected: " + problem.expected() + ")");
      }
      return Optional.empty();
    }
    return read(tree);
  }

  /** Reads an unpacked package; empty when the findings have errors. */
  Optional<PluginPackage> read(Path tree) throws IOException {
    // Both are asked for, so that both are named when both are missing.
    var _ = isThere(tree, ManifestFields.FILE);
    boolean hasMain = isThere(tree, MAIN);
    var manifest =
        text(tree, ManifestFields.FILE, ManifestReader.MAX_BYTES)
            .flatMap(text -> ManifestReader.read(text, rules, findings));
    var defaultConfiguration = text(tree, DEFAULT_CFG, MAX_DEFAULT_CFG_BYTES);
    if (hasMain && manifest.isPresent() && manifest.get().entryPoint().isPresent()) {
      checkInterpreterLine(tree.resolve(MAIN));
    }
    if (Files.isDirectory(tree.resolve("safeguard/sessions/plugin"))) {
      findings.warn(
          "safeguard/sessions/plugin",
          "",
          Optional.empty(),
          "the plugin SDK is packed into the package; leave it out, the executor has its own");
    }
    if (findings.hasErrors()) {
      return Optional.empty();
    }
    return manifest.isEmpty()
        ? Optional.empty()
        : checkSources(tree, manifest.get(), defaultConfiguration.orElse(""));
  }

  /** Has Python itself look at main.py; the package is only complete with that. */
  private Optional<PluginPackage> checkSources(
      Path tree, Manifest manifest, String defaultConfiguration) throws IOException {
    boolean python2 = manifest.entryPoint().isEmpty();
    var facts = sources.check(tree, python2, manifest.type().hooks());
    if (facts.isEmpty()) {
      findings.warn(
          MAIN,
          "",
          Optional.empty(),
          "needs Python "
              + (python2 ? "2, because the MANIFEST has no entry_point" : "3")
              + ", which is not here: it was not checked, and its hooks cannot be called");
    }
    facts.flatMap(SourceFacts::problem).ifPresent(this::report);
    if (facts.filter(f -> f.pluginClass() == Presence.NO).isPresent()) {
      findings.error(MAIN, "no Plugin (expected: a class Plugin, defined or imported)");
    }
    return findings.hasErrors()
        ? Optional.empty()
        : Optional.of(new PluginPackage(manifest, python2, defaultConfiguration, facts));
  }

  private void report(SourceCheck.Problem problem) {
    findings.error(
        MAIN,
        "",
        problem.line() > 0
            ? Optional.of(new Position(problem.line(), Math.max(1, problem.column())))
            : Optional.empty(),
        "does not compile: " + problem.message());
  }

  private boolean isThere(Path tree, String name) {
    boolean there = Files.isRegularFile(tree.resolve(name), LinkOption.NOFOLLOW_LINKS);
    if (!there) {
      findings.error(
          name,
          "missing (expected: a file of this name in the root of the package, not in a folder)");
    }
    return there;
  }

  /** With entry_point, the first line of main.py says which Python (contract 1.2, M5). */
  private void checkInterpreterLine(Path main) throws IOException {
    String line;
    try (var reader = Files.newBufferedReader(main, StandardCharsets.ISO_8859_1)) {
      line = firstLine(reader);
    }
    if (!line.startsWith("#!")) {
      findings.warn(
          MAIN, "", FIRST_LINE, "no interpreter line (expected: #!/usr/bin/env pluginwrapper3)");
    } else if (!PYTHON3_LINE.matcher(line).matches()) {
      findings.error(
          MAIN,
          "",
          FIRST_LINE,
          "interpreter line "
              + Quoting.quote(line)
              + " (expected: #!/usr/bin/env pluginwrapper3, or no entry_point in MANIFEST for"
              + " Python 2)");
    }
  }

  private static String firstLine(BufferedReader reader) throws IOException {
    var line = new StringBuilder();
    for (int c = reader.read();
        c >= 0 && c != '\n' && line.length() < MAX_INTERPRETER_LINE;
        c = reader.read()) {
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  /** Text of a file of the package; empty when there is none or it is an error. */
  private Optional<String> text(Path tree, String name, int maxBytes) throws IOException {
    var file = tree.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    long size = Files.size(file);
    if (size > maxBytes) {
      findings.error(name, size + " B (expected: at most " + maxBytes + " B)");
      return Optional.empty();
    }
    try {
      var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException _) {
      findings.error(name, "not UTF-8 text (expected: UTF-8)");
      return Optional.empty();
    }
  }
}
