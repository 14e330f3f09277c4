// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the server does, on the sample plugins. */
@Command(
    name = "demo",
    description = {
      "Plays one session of a gateway with the two sample plugins: a user logs in with a one-time"
          + " password, may reach a server, and the gateway gets its passwords and keys.",
      "Starts a real server on a free port of this machine and removes everything afterwards.",
      "With --ssh the gateway is a real one too, and you are the user."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String ACCESS_SAMPLE = "sample_aa";
  private static final String CREDENTIALS_SAMPLE = "sample_credentialstore";

  /** As many as keep two processors busy. */
  private static final int REHEARSALS_AT_ONCE = 4;

  private final Terminal terminal;

  @Option(
      names = "--rehearsals",
      paramLabel = "N",
      hidden = true,
      description =
          "Play the session this many times before, silently: a load, for the Java machine to learn"
              + " from when its archive of classes is made. Default: 0.")
  private int rehearsals;

  @Option(
      names = "--ssh",
      description =
          "Start an SSH gateway in front of an SSH server that is there for the demo only, and say"
              + " what to type. Ctrl-C ends both. Needs OpenSSH's client and server programs.")
  private boolean isSsh;

  @Option(
      names = "--gateway-class-path",
      paramLabel = "PATH",
      hidden = true,
      description = "Where the classes of the SSH gateway are. Default: where they are built.")
  private Optional<String> gatewayClassPath = Optional.empty();

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
      return server.connect(
          client -> isSsh ? playSsh(client, server, examples) : play(client, server, examples));
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

  private ExitCode playSsh(PluginExecutorClient client, LocalServer server, Path examples)
      throws IOException {
    var demo = SshDemo.prepare(examples.resolve("ssh-gateway"), gatewayClassPath, server);
    instance(
        client,
        "access",
        upload(client, examples.resolve(ACCESS_SAMPLE)),
        Optional.of(demo.access()));
    instance(
        client,
        "vault",
        upload(client, examples.resolve(CREDENTIALS_SAMPLE)),
        Optional.of(demo.credentials()));
    demo.start();
    demo.explain(terminal);
    demo.await();
    return ExitCode.OK;
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
    boolean isRehearsed = rehearse(client, accessTarget, credentialsTarget);
    var session = client.newSession("demo-1");
    var demo = new Demo(session, accessTarget, credentialsTarget, printer, System::nanoTime);
    if (!demo.play() || !isRehearsed) {
      throw new CliException(ExitCode.FAILURE, "demo: an answer was not the expected one");
    }
    printer.whatNext();
    return ExitCode.OK;
  }

  /** Returns whether every answer was the expected one. */
  private boolean rehearse(
      PluginExecutorClient client, PluginTarget.Instance access, PluginTarget.Instance vault) {
    var silent =
        terminal.withOutput(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try (var players = Executors.newFixedThreadPool(REHEARSALS_AT_ONCE)) {
      var played = new ArrayList<CompletableFuture<Boolean>>();
      for (int i = 0; i < rehearsals; i++) {
        var session = client.newSession("rehearsal-" + i);
        var demo = new Demo(session, access, vault, new DemoPrinter(silent), System::nanoTime);
        played.add(CompletableFuture.supplyAsync(demo::play, players));
      }
      return played.stream().allMatch(CompletableFuture::join);
    }
  }

  private static Plugin upload(PluginExecutorClient client, Path directory) throws IOException {
    try (var zip = Packer.open(directory)) {
      return client.plugins().upload(zip).plugin();
    }
  }

  private static PluginTarget.Instance instance(
      PluginExecutorClient client, String name, Plugin plugin) {
    return instance(client, name, plugin, Optional.empty());
  }

  private static PluginTarget.Instance instance(
      PluginExecutorClient client, String name, Plugin plugin, Optional<String> configuration) {
    var plain = new PluginName(plugin.type(), plugin.name(), Optional.empty());
    return new PluginTarget.Instance(client.instances().create(name, plain, configuration).name());
  }
}
