// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.List;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.settings.ConfigKey;
import org.pluginexecutor.server.settings.ConfigKeys;
import org.pluginexecutor.server.settings.ConfigSources;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The rules that packages are held against, as options of commands that apply them without a
 * server. Stateless.
 */
final class PackageOptions {
  private static final List<ConfigKey<?>> KEYS = ConfigKeys.ofSection("packages");

  private PackageOptions() {}

  /** The command with these options. */
  static CommandLine of(Object command) {
    var commandLine = new CommandLine(command);
    ConfigFlags.addTo(commandLine.getCommandSpec(), KEYS);
    return commandLine;
  }

  /** The rules that a command line names. */
  static PackageConfig config(CommandSpec spec) {
    var sources = ConfigSources.ofFlags(ConfigFlags.given(spec, KEYS));
    return ConfigFlags.load(sources, ExitCode.USAGE).config().packages();
  }
}
