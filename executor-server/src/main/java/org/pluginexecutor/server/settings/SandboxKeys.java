// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.config.WorkerCgroup;
import org.pluginexecutor.server.config.WorkerNetwork;
import org.pluginexecutor.server.config.WorkerUser;

/** The rows of section {@code sandbox}. Stateless. */
final class SandboxKeys {
  private static final ValueForm<IsolationLevel> LEVEL =
      Forms.word(
          "LEVEL",
          List.of(IsolationLevel.FULL, IsolationLevel.PORTABLE, IsolationLevel.NONE),
          IsolationLevel::label);
  private static final String LONGEST = "168h";

  static final ConfigKey<IsolationLevel> ISOLATION =
      ConfigKey.optional(
              "sandbox.isolation",
              LEVEL,
              config -> config.sandbox().isolation(),
              "the best that the machine gives",
              "The walls that must stand around every hook: full (a private root and namespaces),"
                  + " portable (what a container allows as well) or none (plugins can do what the"
                  + " server's user can do).")
          .withFlag("--isolation");
  static final ConfigKey<IsolationLevel> REQUIRE_ISOLATION =
      ConfigKey.of(
              "sandbox.require-isolation",
              LEVEL,
              config -> config.sandbox().requiredIsolation(),
              "The level below which the server does not start, where it may be less than"
                  + " sandbox.isolation.")
          .withFlag("--require-isolation")
          .withDefaultWords("the level of sandbox.isolation, else portable");
  static final ConfigKey<StartKind> START =
      ConfigKey.of(
              "sandbox.start",
              Forms.word("KIND", List.of(StartKind.FORK, StartKind.EXEC), StartKind::label),
              config -> config.sandbox().start(),
              "How hooks are started: fork (from a warm interpreter) or exec (a fresh one each,"
                  + " slower, with memory layout and hash seed of its own).")
          .withFlag("--start");
  static final ConfigKey<WorkerNetwork> NETWORK =
      ConfigKey.of(
              "sandbox.network",
              Forms.parsed(
                  "open|none|PORTS",
                  "open, none, or TCP ports such as 443,636",
                  WorkerNetwork::parse,
                  SandboxKeys::network),
              config -> config.sandbox().network(),
              "What hooks reach: everything, nothing, or these TCP ports.")
          .withFlag("--network");
  static final ConfigKey<Long> WORKER_MEMORY =
      ConfigKey.of(
              "sandbox.worker-memory",
              Forms.size(64L << 20, 64L << 30),
              config -> config.sandbox().limits().memoryBytes(),
              "How much memory each process of a hook may take.")
          .withFlag("--worker-memory");
  static final ConfigKey<Duration> WORKER_CPU =
      ConfigKey.of(
              "sandbox.worker-cpu",
              Forms.duration("1s", "24h"),
              config -> config.sandbox().limits().cpuTime(),
              "How much CPU time a hook may take, in whole seconds.")
          .withFlag("--worker-cpu");
  static final ConfigKey<Integer> WORKER_PROCESSES =
      ConfigKey.of(
              "sandbox.worker-processes",
              Forms.number(1, 4096),
              config -> config.sandbox().limits().processes(),
              "How many processes and threads a hook may have.")
          .withFlag("--worker-processes");
  static final ConfigKey<Integer> WORKER_OPEN_FILES =
      ConfigKey.of(
          "sandbox.worker-open-files",
          Forms.number(16, 65_536),
          config -> config.sandbox().limits().openFiles(),
          "How many open files each process of a hook may have.");
  static final ConfigKey<Long> WORKER_TMP =
      ConfigKey.of(
          "sandbox.worker-tmp",
          Forms.size(64L << 10, 16L << 30),
          config -> config.sandbox().limits().temporaryBytes(),
          "How much a hook may put into its /tmp.");
  static final ConfigKey<Integer> WORKER_TMP_FILES =
      ConfigKey.of(
          "sandbox.worker-tmp-files",
          Forms.number(16, 1 << 20),
          config -> config.sandbox().limits().temporaryFiles(),
          "How many files and directories it may put there.");
  static final ConfigKey<WorkerUser> WORKER_USER =
      ConfigKey.of(
              "sandbox.worker-user",
              Forms.parsed(
                  "UID:GID",
                  "numbers of a user and a group, not root's, such as 65534:65534",
                  WorkerUser::parse,
                  user -> user.uid() + ":" + user.gid()),
              config -> config.sandbox().user(),
              "Whom hooks run as when root starts the server; 65534:65534 is nobody.")
          .withFlag("--worker-user");
  static final ConfigKey<WorkerCgroup> WORKER_CGROUP =
      ConfigKey.of(
              "sandbox.worker-cgroup",
              Forms.parsed(
                  "auto|own|none|PATH",
                  "auto, own, none, or the absolute path of a control group",
                  WorkerCgroup::parse,
                  SandboxKeys::cgroup),
              config -> config.sandbox().cgroup().place(),
              "Below which control group each plugin gets one of its own, with a limit of memory: a"
                  + " directory that is delegated to the server; own, where the service manager"
                  + " delegates the server's own group; auto, where the server was put into a group"
                  + " named server of a delegated one; or none.")
          .withFlag("--worker-cgroup");
  static final ConfigKey<Long> PLUGIN_MEMORY =
      ConfigKey.of(
              "sandbox.plugin-memory",
              Forms.size(128L << 20, 1L << 40),
              config -> config.sandbox().cgroup().memoryBytes(),
              "How much memory all hooks of a plugin may take together, with what is in their /tmp;"
                  + " needs a control group.")
          .withFlag("--plugin-memory");
  static final ConfigKey<Integer> CELLS =
      ConfigKey.of(
          "sandbox.cells",
          Forms.number(1, 256),
          config -> config.sandbox().zygotes().cells(),
          "How many hooks of one warm interpreter may run at once.");
  static final ConfigKey<Integer> ZYGOTES =
      ConfigKey.of(
          "sandbox.zygotes",
          Forms.number(1, 10_000),
          config -> config.sandbox().zygotes().zygotes(),
          "How many warm interpreters are kept; the one that was used least recently goes first.");
  static final ConfigKey<Duration> ZYGOTE_IDLE_TIME =
      ConfigKey.of(
          "sandbox.zygote-idle-time",
          Forms.duration("1ms", LONGEST),
          config -> config.sandbox().zygotes().idleTime(),
          "After which time a warm interpreter that is not used goes.");
  static final ConfigKey<Integer> ZYGOTE_FORKS =
      ConfigKey.of(
          "sandbox.zygote-forks",
          Forms.number(1, 100_000_000),
          config -> config.sandbox().zygotes().forks(),
          "After how many hooks a warm interpreter is replaced.");
  static final ConfigKey<Duration> ZYGOTE_AGE =
      ConfigKey.of(
          "sandbox.zygote-age",
          Forms.duration("1ms", LONGEST),
          config -> config.sandbox().zygotes().age(),
          "After which time a warm interpreter is replaced.");
  static final ConfigKey<Long> ZYGOTE_SIZE =
      ConfigKey.of(
          "sandbox.zygote-size",
          Forms.size(32L << 20, 64L << 30),
          config -> config.sandbox().zygotes().sizeBytes(),
          "Above which memory of its own a warm interpreter is replaced.");
  static final ConfigKey<Integer> WAITING_WORKERS =
      ConfigKey.of(
              "sandbox.waiting-workers",
              Forms.number(0, 8),
              config -> config.sandbox().zygotes().waitingWorkers(),
              "How many processes stand ready for the next calls of a plugin that is called.")
          .withFlag("--waiting-workers");
  static final ConfigKey<List<String>> PRELOAD =
      ConfigKey.of(
              "sandbox.preload",
              Forms.texts(
                  "MODULES",
                  "names of modules, such as json,ssl",
                  " *, *",
                  Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*")),
              config -> config.sandbox().zygotes().preload(),
              "Modules of the Pythons that are imported ahead for every plugin; those that a plugin"
                  + " imports are learned from its calls in any case.")
          .withFlag("--preload")
          .withDefaultWords("none");

  static final List<ConfigKey<?>> ALL =
      List.of(
          ISOLATION,
          REQUIRE_ISOLATION,
          START,
          NETWORK,
          WORKER_USER,
          WORKER_MEMORY,
          WORKER_CPU,
          WORKER_PROCESSES,
          WORKER_OPEN_FILES,
          WORKER_TMP,
          WORKER_TMP_FILES,
          WORKER_CGROUP,
          PLUGIN_MEMORY,
          CELLS,
          ZYGOTES,
          ZYGOTE_IDLE_TIME,
          ZYGOTE_FORKS,
          ZYGOTE_AGE,
          ZYGOTE_SIZE,
          WAITING_WORKERS,
          PRELOAD);

  private SandboxKeys() {}

  private static String network(WorkerNetwork network) {
    return switch (network) {
      case WorkerNetwork.Open _ -> "open";
      case WorkerNetwork.None _ -> "none";
      case WorkerNetwork.Ports ports ->
          ports.tcp().stream().map(String::valueOf).collect(Collectors.joining(","));
    };
  }

  private static String cgroup(WorkerCgroup place) {
    return switch (place) {
      case WorkerCgroup.Auto _ -> "auto";
      case WorkerCgroup.Own _ -> "own";
      case WorkerCgroup.None _ -> "none";
      case WorkerCgroup.Named named -> named.directory().toString();
    };
  }
}
