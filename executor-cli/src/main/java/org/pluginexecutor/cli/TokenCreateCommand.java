// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.access.NewToken;
import org.pluginexecutor.server.config.Role;
import org.pluginexecutor.server.files.Durable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a token for somebody. */
@Command(
    name = "create",
    description = {
      "Makes a token and the line by which a server knows it; talks to no server.",
      "The token is shown this once. Add the line to the file of 'serve --access-file', which a"
          + " running server reads again by itself; to take the token back, take the line out.",
      "Roles: invoke (call hooks), observe (lists, metrics, the audit log), manage (changes,"
          + " packages, configurations, backups; includes observe)."
    },
    footer =
        "Example: plugin-executor token create gateway-1 --role invoke --output gateway-1.token")
final class TokenCreateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "What the caller is called in logs.")
  private @Nullable String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      split = ",",
      description = "invoke, observe or manage. May be repeated.")
  private List<String> labels = List.of();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the token to a new file that only you can read, instead of showing it.")
  private @Nullable Path output;

  TokenCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var made = make();
    var out = terminal.out();
    if (output != null) {
      write(output, made.token());
      out.println("created: " + Printing.visible(output.toString()));
    } else {
      out.println("token: " + made.token());
    }
    out.println("line:  " + made.line());
    return ExitCode.OK.code();
  }

  private NewToken make() {
    var roles = EnumSet.noneOf(Role.class);
    for (var label : labels) {
      roles.add(
          Role.named(label)
              .orElseThrow(() ->
                  new CliException(
                      ExitCode.USAGE,
                      "--role: '" + label + "' is none (expected: invoke, observe or manage)")));
    }
    try {
      return NewToken.create(Options.required(name), roles);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "NAME: " + e.getMessage(), e);
    }
  }

  private static void write(Path to, String token) {
    try {
      Durable.write(to, (token + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.OUTPUT, to + ": is there already (expected: a name that is free)", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": cannot be written (" + e + ")", e);
    }
  }
}
