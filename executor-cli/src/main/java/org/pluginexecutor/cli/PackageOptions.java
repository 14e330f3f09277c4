// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.PackageRules;
import picocli.CommandLine.Option;

/**
 * The rules that packages are held against, as options of every command that applies them. Filled
 * in by picocli before anybody reads it, and not changed afterwards.
 */
final class PackageOptions {
  /** What the settings' own names of these options begin with. */
  private static final String KEY_PREFIX = "packages.";

  @Option(
      names = "--product-version",
      paramLabel = "VERSION",
      defaultValue = "9.0.0",
      description =
          "The product version that the server plays, for scb_min_version and scb_max_version."
              + " Default: 9.0.0.")
  private String productVersion = "";

  @Option(
      names = "--api-version",
      paramLabel = "VERSION",
      defaultValue = "1.9",
      description = "The plugin API version that the server plays. Default: 1.9.")
  private String apiVersion = "";

  @Option(names = "--relaxed-names", description = "Take hyphens in the names of plugins as well.")
  private boolean relaxedNames;

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many files and directories a package may have. Default: 10000.")
  private int maxEntries;

  @Option(
      names = "--max-unpacked-size",
      paramLabel = "SIZE",
      defaultValue = "200MiB",
      converter = Sizes.class,
      description = "How much a package may unpack to, at most 2GiB. Default: 200MiB.")
  private long maxUnpackedSize;

  /**
   * The rules.
   *
   * @throws IllegalArgumentException if a value is not valid; the message names the option
   */
  PackageConfig config() {
    try {
      var limits = ArchiveLimits.defaults();
      return new PackageConfig(
          new PackageRules(productVersion, apiVersion, relaxedNames),
          new ArchiveLimits(maxEntries, maxUnpackedSize, limits.nameBytes(), limits.nameLevels()));
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          message.startsWith(KEY_PREFIX) ? "--" + message.substring(KEY_PREFIX.length()) : message,
          e);
    }
  }
}
