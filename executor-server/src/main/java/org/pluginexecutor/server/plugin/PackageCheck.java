// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.plugin.PackageFinding.Severity;

/** Checks packages: for the store, and for authors before they upload. Stateless. */
public final class PackageCheck {
  /** Largest zip: 20 MiB (contract P2, Q1). */
  public static final int MAX_ZIP_BYTES = 20 << 20;

  private PackageCheck() {}

  /**
   * A package that passed. Immutable.
   *
   * @param warnings what was found that is no error
   */
  public record Unpacked(PluginPackage content, List<PackageFinding> warnings) {}

  /**
   * Checks a zip and leaves its files where they are to stay.
   *
   * @param tree an empty directory
   * @throws ExecutorException if it is not valid, with every problem that was found
   * @throws IOException if the disk fails
   */
  public static Unpacked unpack(Path zip, Path tree, PackageConfig config, SourceCheck sources)
      throws IOException {
    var findings = new Findings();
    var content =
        new PackageReader(config.rules(), sources, findings).unpack(zip, tree, config.archive());
    if (content.isEmpty()) {
      throw new ExecutorException(findings.toError());
    }
    return new Unpacked(content.get(), findings.all());
  }

  /**
   * What a check found. Immutable.
   *
   * @param manifest what the MANIFEST says; absent when the package is not valid
   * @param sources what is known of main.py; absent when the package is not valid, or there is no
   *     Python to look at it
   * @param findings errors and warnings, in the order of the package's files
   */
  public record Report(
      Optional<Manifest> manifest,
      Optional<SourceCheck.SourceFacts> sources,
      List<PackageFinding> findings) {
    /** Whether an upload would be taken. */
    public boolean isValid() {
      return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
    }
  }

  /**
   * Checks a zip by the very rules of an upload.
   *
   * @throws IOException if it cannot be read, or there is no room to unpack it
   */
  public static Report check(Path zip, PackageConfig config, SourceCheck sources)
      throws IOException {
    var staging = Files.createTempDirectory("plugin-executor-check-");
    try {
      return checkIn(staging, zip, config, sources);
    } finally {
      TreeRemover.remove(staging);
    }
  }

  /** Checks a zip, and leaves what was unpacked of it in a directory. */
  static Report checkIn(Path staging, Path zip, PackageConfig config, SourceCheck sources)
      throws IOException {
    var findings = new Findings();
    if (Files.size(zip) > MAX_ZIP_BYTES) {
      findings.error(
          "",
          Files.size(zip)
              + " B (expected: at most "
              + MAX_ZIP_BYTES
              + " B with all that it bundles)");
      return new Report(Optional.empty(), Optional.empty(), findings.all());
    }
    var tree = Files.createDirectory(staging.resolve("tree"));
    var content =
        new PackageReader(config.rules(), sources, findings).unpack(zip, tree, config.archive());
    return new Report(
        content.map(PluginPackage::manifest),
        content.flatMap(PluginPackage::sources),
        findings.all());
  }
}
