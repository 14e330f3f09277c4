// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.AuditEntry;
import org.pluginexecutor.client.AuditLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists who changed what in the store. */
@Command(
    name = "audit",
    description =
        "Lists who changed what in the server's store, and who was refused, the latest first."
            + " Calls of hooks are not in it.",
    footer = {
      "NAME@N is revision N of an instance; 'plugin-executor instance show NAME --revision N'",
      "shows it."
    })
final class AuditCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TargetOption target = new TargetOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      converter = PositiveNumbers.class,
      description = "How many entries at most. Default: 50.")
  private int limit;

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (limit > AuditLog.MAX_LIMIT) {
      throw new ParameterException(
          Options.required(spec).commandLine(),
          "--limit: " + limit + " (expected: at most " + AuditLog.MAX_LIMIT + ")");
    }
    return target.connect(
        terminal,
        client -> {
          print(client.audit().list(limit));
          return ExitCode.OK;
        });
  }

  private void print(List<AuditEntry> entries) {
    if (json) {
      var documents = entries.stream().map(Documents::auditEntry).toList();
      terminal.out().println(JsonWriter.indented(Map.of("entries", documents)));
      return;
    }
    if (entries.isEmpty()) {
      terminal.out().println("no entries; nobody has changed the store yet");
      return;
    }
    var table = Table.titled("TIME", "WHO", "FROM", "WHAT", "TO WHAT", "RESULT");
    for (var entry : entries) {
      table.row(
          entry.time().toString(),
          entry.caller(),
          entry.address(),
          entry.action(),
          entry.subject().orElse("-"),
          result(entry));
    }
    table.print(terminal.out());
  }

  private static String result(AuditEntry entry) {
    return switch (entry.result()) {
      case DONE -> "done";
      case REFUSED -> "refused" + entry.reason().map(reason -> ": " + reason).orElse("");
      case UNKNOWN -> "not known";
    };
  }
}
