// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.PluginType;
import org.pluginexecutor.client.UploadOptions;
import org.pluginexecutor.client.UploadResult;

/**
 * Plays scenarios with a plugin that is put on a server for them, and takes it away again. Confined
 * to one thread.
 */
final class ScenarioRun {
  private final PluginExecutorClient client;
  private final Terminal terminal;
  private final boolean showSecrets;

  ScenarioRun(PluginExecutorClient client, Terminal terminal, boolean showSecrets) {
    this.client = client;
    this.terminal = terminal;
    this.showSecrets = showSecrets;
  }

  /**
   * What is to be played.
   *
   * @param plugin directory of the plugin
   * @param configuration its configuration; empty: its default.cfg
   * @param scenarios the scenarios; none: the first that is built in for the plugin's type
   * @param assignments what is different in all of them
   */
  record Order(
      Path plugin,
      Optional<String> configuration,
      List<ScenarioSource> scenarios,
      List<String> assignments) {}

  /**
   * What came of it.
   *
   * @param hasPassed whether everything was as expected
   * @param recorded the scenarios as they were played, with all answers that were given
   */
  record Result(boolean hasPassed, List<Scenario> recorded) {}

  Result play(Order order) throws IOException {
    var options = UploadOptions.newBuilder().withoutActivation(true).build();
    var upload = upload(order.plugin(), options);
    var plugin = upload.plugin();
    var name = new PluginName(plugin.type(), plugin.name(), Optional.of(plugin.version()));
    try {
      return play(order, plugin, name);
    } finally {
      if (!upload.alreadyStored()) {
        client.plugins().delete(name);
      }
    }
  }

  private UploadResult upload(Path plugin, UploadOptions options) throws IOException {
    try (var zip = Packer.open(plugin)) {
      return client.plugins().upload(zip, options);
    }
  }

  private Result play(Order order, Plugin plugin, PluginName name) {
    var type =
        plugin
            .type()
            .orElseThrow(() ->
                new CliException(ExitCode.DATA, "type: not known (expected: aa, credentialstore)"));
    var sources =
        order.scenarios().isEmpty()
            ? List.of(ScenarioSource.of(BuiltInScenario.defaultOf(type)))
            : order.scenarios();
    String id = "scenario-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    client.instances().create(id, name, order.configuration());
    try {
      boolean hasPassed = true;
      var recorded = new ArrayList<Scenario>();
      for (var source : sources) {
        var changed = source.with(order.assignments());
        hasPassed &= play(changed, type, id, recorded);
      }
      return new Result(hasPassed, recorded);
    } finally {
      client.instances().delete(id);
    }
  }

  private boolean play(
      ScenarioSource source, PluginType type, String instance, List<Scenario> recorded) {
    var scenario = source.scenario();
    var printer = new ScenarioPrinter(terminal, showSecrets);
    printer.introduction(source.name(), scenario.description());
    var answers = new Answers(scenario.answers(), terminal);
    var session = client.newSession(instance + "-" + (recorded.size() + 1));
    var played =
        new ScenarioPlayer(
                session,
                new PluginTarget.Instance(instance),
                scenario,
                answers,
                printer,
                System::nanoTime)
            .play(type);
    var differences = ScenarioCheck.differences(scenario.steps(), played);
    printer.result(differences, scenario.steps().size());
    recorded.add(
        new Scenario(
            scenario.description(),
            scenario.session(),
            answers.given(),
            scenario.loginSucceeds(),
            played.stream().map(ScenarioRun::recorded).toList()));
    return differences.isEmpty();
  }

  /** What will be the same the next time; log lines and texts for people need not be. */
  private static Scenario.Step recorded(PlayedStep step) {
    var facts = new EnumMap<>(step.facts());
    facts.remove(StepFact.LOG);
    facts.remove(StepFact.PROMPT);
    facts.remove(StepFact.ADDITIONAL_METADATA);
    return new Scenario.Step(step.hook(), facts);
  }
}
