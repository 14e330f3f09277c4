// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.CgroupConfig;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.config.WorkerCgroup;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.config.WorkerNetwork;
import org.pluginexecutor.server.config.WorkerUser;
import picocli.CommandLine.Option;

/**
 * The walls around plugins, as options. Filled in by picocli before anybody reads it, and not
 * changed afterwards.
 */
final class SandboxOptions {
  /** What the settings' own names of these options begin with. */
  private static final String KEY_PREFIX = "sandbox.";

  // Initial values stand here and not in the annotations: picocli does not look at those of a group
  // of which no option is given.

  @Option(
      names = "--isolation",
      paramLabel = "LEVEL",
      description =
          "The walls that must stand around every hook: full (a private root and namespaces),"
              + " portable (what a container allows as well) or none (plugins can do what the"
              + " server's user can do). Default: the best that the machine gives, at least"
              + " portable.")
  private @Nullable String isolation;

  @Option(
      names = "--require-isolation",
      paramLabel = "LEVEL",
      description =
          "The level below which the server does not start, where it may be less than"
              + " --isolation. Default: the level of --isolation, else portable.")
  private @Nullable String requireIsolation;

  @Option(
      names = "--start",
      paramLabel = "KIND",
      description =
          "How hooks are started: fork (from a warm interpreter) or exec (a fresh one each, slower,"
              + " with memory layout and hash seed of its own). Default: fork.")
  private String start = "fork";

  @Option(
      names = "--network",
      paramLabel = "open|none|PORTS",
      description =
          "What hooks reach: everything, nothing, or TCP ports such as 443,636. Default: open.")
  private String network = "open";

  @Option(
      names = "--worker-memory",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "How much memory a hook may take, 64MiB to 64GiB. Default: 512MiB.")
  private long workerMemory = WorkerLimits.defaults().memoryBytes();

  @Option(
      names = "--worker-cpu",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "How much CPU time a hook may take, 1s to 24h. Default: 60s.")
  private Duration workerCpu = WorkerLimits.defaults().cpuTime();

  @Option(
      names = "--worker-processes",
      paramLabel = "N",
      description = "How many processes and threads a hook may have, 1 to 4096. Default: 32.")
  private int workerProcesses = WorkerLimits.defaults().processes();

  @Option(
      names = "--worker-cgroup",
      paramLabel = "auto|own|none|PATH",
      description =
          "Below which control group each plugin gets one of its own, with a limit of memory: a"
              + " directory that is delegated to the server; own, where the service manager"
              + " delegates the server's own group; auto, where the server was put into a group"
              + " named server of a delegated one; or none. Default: auto.")
  private String workerCgroup = "auto";

  @Option(
      names = "--plugin-memory",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description =
          "How much memory all hooks of a plugin may take together, with what is in their /tmp,"
              + " 128MiB to 1024GiB. Needs a control group. Default: 2GiB.")
  private long pluginMemory = CgroupConfig.defaults().memoryBytes();

  @Option(
      names = "--worker-user",
      paramLabel = "UID:GID",
      description =
          "Whom hooks run as when root starts the server. Default: 65534:65534, which is nobody.")
  private String workerUser = "65534:65534";

  @Option(
      names = "--waiting-workers",
      paramLabel = "N",
      description =
          "How many processes stand ready for the next calls of a plugin that is called, 0 to 8."
              + " Default: 2.")
  private int waitingWorkers = 2;

  @Option(
      names = "--preload",
      paramLabel = "MODULES",
      split = ",",
      description =
          "Modules of the Pythons that are imported ahead for every plugin, such as json,ssl."
              + " Those that a plugin imports are learned from its calls in any case.")
  private List<String> preload = List.of();

  /**
   * The walls.
   *
   * @throws IllegalArgumentException if a value is not valid; the message names the option
   */
  SandboxConfig config() {
    try {
      var wanted = Optional.ofNullable(isolation).map(text -> level("isolation", text));
      // Who names a level means that one: 'none' says in as many words that there are no walls.
      var required =
          Optional.ofNullable(requireIsolation)
              .map(text -> level("require-isolation", text))
              .or(() -> wanted)
              .orElse(IsolationLevel.PORTABLE);
      var defaults = SandboxConfig.defaults();
      var limits = defaults.limits();
      return defaults
          .withIsolation(wanted, required)
          .withStart(startKind())
          .withNetwork(WorkerNetwork.parse(network))
          .withUser(WorkerUser.parse(workerUser))
          .withLimits(
              new WorkerLimits(
                  workerCpu,
                  workerMemory,
                  workerProcesses,
                  limits.openFiles(),
                  limits.temporaryBytes(),
                  limits.temporaryFiles()))
          .withCgroup(new CgroupConfig(WorkerCgroup.parse(workerCgroup), pluginMemory))
          .withZygotes(defaults.zygotes().withWaitingWorkers(waitingWorkers).withPreload(preload));
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          message.startsWith(KEY_PREFIX) ? "--" + message.substring(KEY_PREFIX.length()) : message,
          e);
    }
  }

  private static IsolationLevel level(String option, String text) {
    for (var level : IsolationLevel.values()) {
      if (level.label().equals(text.toLowerCase(Locale.ROOT))) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        KEY_PREFIX + option + ": " + text + " (expected: full, portable or none)");
  }

  private StartKind startKind() {
    for (var kind : StartKind.values()) {
      if (kind.label().equals(start.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        KEY_PREFIX + "start: " + start + " (expected: fork or exec)");
  }
}
