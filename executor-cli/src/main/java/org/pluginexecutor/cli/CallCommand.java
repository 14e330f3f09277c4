// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls one hook. */
@Command(
    name = "call",
    description = {
      "Calls one hook of a plugin, as a gateway does, and prints what came back.",
      "The plugin is an instance or a plugin on a server, or a directory on this machine: with"
          + " --local no server is needed, one is started for this call.",
      "What the plugin prints appears on standard error while the hook runs. The exit code tells"
          + " the verdict or the outcome."
    },
    footer = {
      "Example: plugin-executor call authenticate --local examples/sample_aa"
          + " --arg gateway_user=alice --arg protocol=ssh",
      "",
      "Fields of --json: hook, session_id, invocation_id, outcome (returned, raised, bad_result,"
          + " load_failed, timed_out, killed or exited), one field named like the outcome with what"
          + " belongs to it, cookie, session_cookie, log_lines, output, cost, execution and"
          + " reached_walls. Their names are those of the protocol; fields that end in _s are"
          + " seconds."
    })
final class CallCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "HOOK", description = "Name of the hook, for example authenticate.")
  private @Nullable String hook;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description = "The plugin instance of the server to call.")
  private @Nullable String instance;

  @Option(
      names = "--plugin",
      paramLabel = "NAME[/VERSION]",
      converter = PluginNames.class,
      description = "The plugin of the server to call; without version the active one.")
  private @Nullable PluginName plugin;

  @Option(
      names = "--local",
      paramLabel = "DIR_OR_ZIP",
      description = "The plugin on this machine to call, without any server.")
  private @Nullable Path local;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "File with the configuration, for --plugin and --local. Default: the default.cfg of the"
              + " package.")
  private @Nullable Path config;

  @Option(
      names = "--arg",
      paramLabel = "NAME=TEXT",
      description = "An argument of the hook, as text. May be repeated.")
  private List<String> texts = List.of();

  @Option(
      names = "--json-arg",
      paramLabel = "NAME=JSON",
      description =
          "An argument of the hook that is a number, a list, a dict, true, false or null. May be"
              + " repeated.")
  private List<String> jsons = List.of();

  @Option(
      names = "--session-id",
      paramLabel = "ID",
      description = "Id of the session; it stands before each log line. Default: a new one.")
  private @Nullable String sessionId;

  @Option(
      names = "--cookie",
      paramLabel = "JSON",
      description = "The cookie that the plugin's last call in the session returned. Default: {}.")
  private String cookie = "{}";

  @Option(
      names = "--session-cookie",
      paramLabel = "JSON",
      description = "The session cookie that the session's last call returned. Default: {}.")
  private String sessionCookie = "{}";

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "How long the hook may run, for example 30s. Default: the server's.")
  private @Nullable Duration timeLimit;

  @Option(
      names = "--explain",
      description =
          "Say which walls and limits the plugin ran into, where, and what to change; also those"
              + " whose exception it caught. The call is slower then.")
  private boolean explain;

  @Option(
      names = "--timing",
      description =
          "Say where the time of the call went. What this command itself needs to start is not in"
              + " it; \"bench profile\" measures calls that are warm.")
  private boolean timing;

  @Option(names = "--json", description = "Print the whole answer as one JSON object.")
  private boolean json;

  CallCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkOptions();
    var request = request();
    Optional<String> configuration = Optional.ofNullable(config).map(InputFile::text);
    if (local != null) {
      return PluginRun.local(
          Options.required(spec),
          local,
          configuration,
          (client, plugin) -> send(client, request, plugin));
    }
    return target.connect(
        terminal, client -> send(client, request, remoteTarget(client, configuration)));
  }

  private void checkOptions() {
    long targets = Stream.of(instance, plugin, local).filter(Objects::nonNull).count();
    if (targets != 1) {
      throw usage("exactly one of --instance, --plugin and --local is needed");
    }
    if (instance != null && config != null) {
      throw usage("--config: an instance has its own configuration (expected: no --config)");
    }
    if (local != null && target.isGiven()) {
      throw usage("--target: --local starts a server of its own (expected: no --target)");
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(Options.required(spec).commandLine(), sentence);
  }

  private HookRequest request() {
    return new HookRequest(
        Options.required(hook),
        sessionId != null ? sessionId : newSessionId(),
        HookArguments.read(texts, jsons),
        JsonReader.readObject("--cookie", cookie),
        JsonReader.readObject("--session-cookie", sessionCookie),
        Optional.ofNullable(timeLimit),
        explain);
  }

  private static String newSessionId() {
    return "cli-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  private PluginTarget remoteTarget(PluginExecutorClient client, Optional<String> configuration) {
    return instance != null
        ? new PluginTarget.Instance(instance)
        : PluginRun.remote(client, Options.required(plugin), configuration);
  }

  private ExitCode send(PluginExecutorClient client, HookRequest request, PluginTarget to) {
    var call = request.to(to);
    var lines = new ArrayList<LogLine>();
    long startNanos = System.nanoTime();
    var response =
        client.call(
            call,
            line -> {
              lines.add(line);
              terminal.err().println(Printing.visible(line.text()));
            });
    var roundTrip = Duration.ofNanos(System.nanoTime() - startNanos);
    if (json) {
      terminal.out().println(JsonWriter.indented(Documents.call(call, response, lines)));
    } else {
      new HookReport(terminal)
          .print(response, explain, timing ? Optional.of(roundTrip) : Optional.empty());
    }
    return HookExit.of(call.hook(), response.outcome());
  }
}
