// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pluginexecutor.server.archive.Archive;
import org.pluginexecutor.server.archive.ArchiveException;
import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.config.PackageRules;
import org.pluginexecutor.server.files.TreeRemover;
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

  /** Whoever counts in decimal megabytes refuses what is larger (contract P2, Q1). */
  private static final int CAREFUL_ZIP_BYTES = 20_000_000;

  /** What the plugin SDK installs; a package must not bring it along (contract P9). */
  private static final List<String> SDK =
      List.of(
          "safeguard/sessions/plugin",
          "safeguard/sessions/plugin.py",
          "safeguard/sessions/plugin_fakes",
          "safeguard/sessions/plugin_impl");

  private static final String BYTE_CODE = "__pycache__";
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
    if (Files.size(zip) > CAREFUL_ZIP_BYTES) {
      findings.warn(
          "",
          "",
          Optional.empty(),
          Files.size(zip)
              + " B (expected: at most "
              + CAREFUL_ZIP_BYTES
              + " B, or a server that takes 20 MB for that refuses it)");
    }
    removeByteCode(tree);
    return read(tree);
  }

  /** Byte code need not be that of the source beside it, which is what people read. */
  private void removeByteCode(Path tree) throws IOException {
    List<Path> directories;
    try (var paths = Files.walk(tree)) {
      directories = paths.filter(path -> path.endsWith(BYTE_CODE)).toList();
    }
    for (var directory : directories) {
      TreeRemover.remove(directory);
    }
    if (!directories.isEmpty()) {
      findings.warn(
          Quoting.plain(tree.relativize(directories.getFirst()).toString()),
          "",
          Optional.empty(),
          "byte code is not taken from packages (expected: only sources, which are compiled here)");
    }
  }

  /** Reads an unpacked package; empty when the findings have errors. */
  Optional<PluginPackage> read(Path tree) throws IOException {
    // Both are asked for, so that both are named when both are missing.
    var _ = isThere(tree, ManifestFields.FILE);
    boolean hasMain = isThere(tree, MAIN);
    var manifest =
        PackageText.read(tree, ManifestFields.FILE, ManifestReader.MAX_BYTES, findings)
            .flatMap(text -> ManifestReader.read(text, rules, findings));
    var defaultConfiguration = PackageText.read(tree, DEFAULT_CFG, MAX_DEFAULT_CFG_BYTES, findings);
    if (hasMain && manifest.isPresent() && manifest.get().entryPoint().isPresent()) {
      checkInterpreterLine(tree.resolve(MAIN));
    }
    SDK.stream().filter(name -> Files.exists(tree.resolve(name))).forEach(this::refuseSdk);
    if (findings.hasErrors()) {
      return Optional.empty();
    }
    return manifest.isEmpty()
        ? Optional.empty()
        : checkSources(tree, manifest.get(), defaultConfiguration.orElse(""));
  }

  private void refuseSdk(String name) {
    findings.error(
        name,
        "a part of the plugin SDK (expected: no SDK in the package; it is there where plugins run,"
            + " so take it out of the dependencies that are packed)");
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
          python2
              ? "not checked, and every call is refused: the MANIFEST has no entry_point, which"
                  + " means Python 2, and this server has no Python 2 (expected: one that is named"
                  + " with serve --runtime NAME=EXECUTABLE, or entry_point: main.py in the MANIFEST"
                  + " if the plugin is written for Python 3)"
              : "not checked, and every call is refused: this server has no Python 3 (expected: one"
                  + " that is named with serve --runtime NAME=EXECUTABLE)");
    }
    facts.flatMap(SourceFacts::problem).ifPresent(problem -> report(problem, python2));
    if (facts.filter(f -> f.pluginClass() == Presence.NO).isPresent()) {
      findings.error(MAIN, "no Plugin (expected: a class Plugin, defined or imported)");
    }
    return findings.hasErrors()
        ? Optional.empty()
        : Optional.of(new PluginPackage(manifest, python2, defaultConfiguration, facts));
  }

  private void report(SourceCheck.Problem problem, boolean python2) {
    findings.error(
        MAIN,
        "",
        problem.line() > 0
            ? Optional.of(new Position(problem.line(), Math.max(1, problem.column())))
            : Optional.empty(),
        "does not compile: "
            + Quoting.visible(problem.message())
            + " (expected: source of Python "
            + (python2 ? "2, as the MANIFEST has no entry_point)" : "3)"));
  }

  private boolean isThere(Path tree, String name) throws IOException {
    boolean there = Files.isRegularFile(tree.resolve(name), LinkOption.NOFOLLOW_LINKS);
    if (!there) {
      findings.error(
          name,
          "missing"
              + inFolder(tree, name)
              + " (expected: a file of this name in the root of the zip, not in a folder)");
    }
    return there;
  }

  /** Packing the folder instead of what is in it is the usual mistake. */
  private static String inFolder(Path tree, String name) throws IOException {
    try (var folders = Files.list(tree)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(name)))
          .map(folder -> ", but there is " + Quoting.plain(folder.getFileName() + "/" + name))
          .sorted()
          .findFirst()
          .orElse("");
    }
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
}
