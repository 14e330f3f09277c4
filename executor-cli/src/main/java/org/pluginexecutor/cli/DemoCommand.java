// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what the server does, on the sample plugins. */
@Command(
    name = "demo",
    description = {
      "Plays one session of a gateway with the two sample plugins: a user logs in with a one-time"
          + " password, may reach a server, and the gateway gets its passwords and keys.",
      "Starts a real server on a free port of this machine and removes everything afterwards."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String ACCESS_SAMPLE = "sample_aa";
  private static final String CREDENTIALS_SAMPLE = "sample_credentialstore";

  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path examples = examples();
    if (!RootCommand.of(Options.required(spec)).isVerbose()) {
      LogSetup.warningsOnly();
    }
    try (var server = LocalServer.start()) {
      return server.connect(client -> play(client, server, examples));
    }
  }

  private Path examples() {
    Path directory = terminal.home().orElse(Path.of("")).resolve("examples");
    if (!Files.isDirectory(directory.resolve(ACCESS_SAMPLE))) {
      throw new CliException(
          ExitCode.MISSING,
          directory
              + ": no samples there (expected: those of the project; run its own"
              + " ./plugin-executor)");
    }
    return directory;
  }

  private ExitCode play(PluginExecutorClient client, LocalServer server, Path examples)
      throws IOException {
    var access = upload(client, examples.resolve(ACCESS_SAMPLE));
    var credentials = upload(client, examples.resolve(CREDENTIALS_SAMPLE));
    var accessTarget = instance(client, "access", access);
    var credentialsTarget = instance(client, "vault", credentials);
    var printer = new DemoPrinter(terminal);
    printer.introduction(
        Table.untitled("  ")
            .row("server", server.target() + ", " + server.runtimes())
            .row(accessTarget.name(), "instance of " + PluginTexts.id(access))
            .row(credentialsTarget.name(), "instance of " + PluginTexts.id(credentials)));
    var session = client.newSession("demo-1");
    var demo = new Demo(session, accessTarget, credentialsTarget, printer, System::nanoTime);
    if (!demo.play()) {
      throw new CliException(ExitCode.FAILURE, "demo: an answer was not the expected one");
    }
    printer.whatNext();
    return ExitCode.OK;
  }

  private static Plugin upload(PluginExecutorClient client, Path directory) throws IOException {
    try (var zip = Packer.open(directory)) {
      return client.plugins().upload(zip).plugin();
    }
  }

  private static PluginTarget.Instance instance(
      PluginExecutorClient client, String name, Plugin plugin) {
    var plain = new PluginName(plugin.type(), plugin.name(), Optional.empty());
    return new PluginTarget.Instance(
        client.instances().create(name, plain, Optional.empty()).name());
  }
}
