// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Packs a plugin's directory into a zip. */
@Command(
    name = "pack",
    description = {
      "Packs the directory of a plugin into a zip: the same files make the same bytes.",
      "__pycache__, *.pyc, .git and what the file .pluginignore names stay out (one pattern a line,"
          + " such as tests/ or *.md). What 'plugin check' refuses is not packed."
    },
    footer = "Example: plugin-executor plugin pack examples/sample_aa -o sample_aa.zip")
final class PluginPackCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Directory of the plugin.")
  private @Nullable Path directory;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it. Default: NAME-VERSION.zip in the current directory.")
  private @Nullable Path file;

  @Option(names = "--force", description = "Overwrite the file when it is there.")
  private boolean force;

  PluginPackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LogSetup.warningsOnly();
    var rules = PackageOptions.config(Options.required(spec));
    var from = Options.required(directory);
    if (Files.exists(from) && !Files.isDirectory(from)) {
      throw new CliException(
          ExitCode.DATA, from + ": not a directory (expected: the directory of a plugin)");
    }
    try (var zip = Packer.open(from)) {
      var bytes = zip.readAllBytes();
      var result = PackageReport.check(bytes, rules);
      PackageReport.print(result, terminal);
      var manifest = result.manifest();
      if (manifest.isEmpty()) {
        throw new CliException(
            ExitCode.DATA, from + ": not packed, " + PackageReport.count(result.findings()));
      }
      Path to =
          file != null
              ? file
              : Path.of(manifest.get().name() + "-" + manifest.get().version() + ".zip");
      OutputFile.write(to, force, out -> out.write(bytes));
      terminal
          .out()
          .println(
              Printing.visible(
                  "packed: "
                      + manifest.get().id()
                      + " to "
                      + to
                      + ", "
                      + Printing.bytes(bytes.length)));
      return ExitCode.OK.code();
    }
  }
}
