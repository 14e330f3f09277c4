// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Begins a plugin. */
@Command(
    name = "new",
    description = {
      "Makes the directory of a new plugin: MANIFEST, main.py with the plugin SDK's base class,"
          + " default.cfg, tests that pass, a scenario and a README.",
      "Nothing that is there is overwritten."
    },
    footer = "Example: plugin-executor plugin new my_plugin --type aa")
final class PluginNewCommand implements Callable<Integer> {
  /** Contract 1.2. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME",
      description = "Name of the plugin: a letter, then letters, digits and underscores.")
  private @Nullable String name;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "aa (decides who may log in) or credentialstore (knows passwords and keys). Default: aa.")
  private Skeleton.Type type = Skeleton.Type.AA;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where to make it. Default: a directory named like the plugin.")
  private @Nullable Path directory;

  PluginNewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String word = Options.required(name);
    if (!NAME.matcher(word).matches()) {
      throw new CliException(
          ExitCode.USAGE,
          "NAME: '" + word + "' (expected: a letter, then letters, digits and underscores)");
    }
    Path root = directory != null ? directory : Path.of(word);
    var files = Skeleton.files(type, word);
    requireFree(root, files);
    files.forEach((path, text) -> write(root.resolve(path), text));
    var out = terminal.out();
    out.println(
        Printing.visible("created: " + PluginTexts.word(type) + "/" + word + " in " + root));
    files.keySet().forEach(path -> out.println("  " + path));
    String shown = Printing.visible(root.toString());
    out.println("next:");
    out.println("  plugin-executor plugin test " + shown);
    out.println("  plugin-executor plugin run-scenario " + shown);
    return ExitCode.OK.code();
  }

  /** Half a plugin among files of somebody else would help nobody. */
  private static void requireFree(Path root, Map<String, String> files) {
    for (var path : files.keySet()) {
      Path file = root.resolve(path);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new CliException(
            ExitCode.OUTPUT, file + ": is there already (expected: a directory without it)");
      }
    }
  }

  private static void write(Path file, String text) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.OUTPUT, file + ": is there already (expected: a directory without it)", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, file + ": cannot be written (" + e + ")", e);
    }
  }
}
