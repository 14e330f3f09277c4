// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.files.RuntimeDirectory;
import org.pluginexecutor.server.plugin.PackageCheck;
import org.pluginexecutor.server.plugin.PackageFinding;
import org.pluginexecutor.server.plugin.PackageFinding.Position;
import org.pluginexecutor.server.plugin.PackageFinding.Severity;
import org.pluginexecutor.server.plugin.SourceCheck.SourceFacts;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.runtime.SourceInspector;
import org.pluginexecutor.server.shim.ShimSources;

/** Checks a package and reports what was found. Stateless. */
final class PackageReport {
  private PackageReport() {}

  /**
   * Checks the bytes of a zip as a server on this machine would, with the Pythons that it would
   * use.
   */
  static PackageCheck.Report check(byte[] zip, PackageConfig rules)
      throws IOException, InterruptedException {
    try (var directory = RuntimeDirectory.create(Path.of(System.getProperty("java.io.tmpdir")))) {
      var file = Files.write(directory.path().resolve("package.zip"), zip);
      var shimMain = ShimSources.unpackInto(directory.path());
      var server = ServerConfig.defaults(directory.path());
      var runtimes = Runtimes.discover(List.of(), server.searchDirectories(), shimMain);
      return PackageCheck.check(file, rules, new SourceInspector(runtimes, shimMain));
    }
  }

  /** Which hooks were seen in the class; nothing where nobody can tell. */
  static Optional<String> hooks(PackageCheck.Report report) {
    return report
        .manifest()
        .filter(manifest -> manifest.type().isExecutable())
        .flatMap(manifest -> report.sources().map(facts -> hooks(manifest.type().hooks(), facts)));
  }

  private static String hooks(List<String> known, SourceFacts facts) {
    return known.stream()
        .map(hook ->
            hook
                + (facts.hooks().contains(hook)
                    ? " present"
                    : facts.complete() ? " absent" : " not seen, perhaps inherited"))
        .collect(Collectors.joining(", "));
  }

  /** Prints the findings, errors first in each file's order, and how many there are. */
  static void print(PackageCheck.Report report, Terminal terminal) {
    for (var finding : report.findings()) {
      terminal.err().println(word(finding) + ": " + Printing.visible(finding.toString()));
    }
  }

  static Map<String, @Nullable Object> document(PackageCheck.Report report) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("valid", report.isValid());
    document.put("hooks", report.sources().map(SourceFacts::hooks).orElse(null));
    document.put("hooks_complete", report.sources().map(SourceFacts::complete).orElse(null));
    document.put("findings", report.findings().stream().map(PackageReport::document).toList());
    return document;
  }

  /** {@code 2 errors, 1 warning}. */
  static String count(List<PackageFinding> findings) {
    long errors = findings.stream().filter(f -> f.severity() == Severity.ERROR).count();
    return Printing.count(errors, "error")
        + ", "
        + Printing.count(findings.size() - errors, "warning");
  }

  private static Map<String, @Nullable Object> document(PackageFinding finding) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("severity", word(finding));
    document.put("file", finding.file().isEmpty() ? null : finding.file());
    document.put("key", finding.key().isEmpty() ? null : finding.key());
    Optional<Position> position = finding.position();
    document.put("line", position.map(Position::line).orElse(null));
    document.put("column", position.map(Position::column).orElse(null));
    document.put("message", finding.message());
    return document;
  }

  private static String word(PackageFinding finding) {
    return PluginTexts.word(finding.severity());
  }
}
