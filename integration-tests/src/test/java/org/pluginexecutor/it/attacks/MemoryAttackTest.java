// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.it.Background;
import org.pluginexecutor.it.Eventually;
import org.pluginexecutor.it.TestServer;
import org.pluginexecutor.server.config.CgroupConfig;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.config.WorkerCgroup;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.config.WorkerNetwork;

/**
 * Groups C and D: memory of all processes of a plugin together, where a control group limits it.
 */
class MemoryAttackTest {
  /** More than the plugin may have, by a process that may have so much for itself. */
  private static final WorkerLimits LIMITS =
      new WorkerLimits(Duration.ofSeconds(10), 512L << 20, 24, 256, 1 << 20, 64);

  private static final long PLUGIN_BYTES = 512L << 20;

  private static WalledServer start(WalledServer walls, MemoryGroup group, StartKind kind) {
    walls.server();
    return WalledServer.start(
        walls.level(),
        SandboxConfig.defaults()
            .withNetwork(new WorkerNetwork.None())
            .withLimits(LIMITS)
            .withStart(kind)
            .withCgroup(new CgroupConfig(new WorkerCgroup.Named(group.directory()), PLUGIN_BYTES)));
  }

  private static HookResponse callNeighbour(WalledServer walls) {
    var call = WalledServer.newCall(walls.neighbour(), "tell('neighbour', 'works')").build();
    return walls.server().client().call(call);
  }

  @AtEachLevel
  void c7_a_tree_of_processes_ends_at_the_limit_of_its_plugin(WalledServer walls) {
    try (var group = MemoryGroup.make();
        var server = start(walls, group, StartKind.FORK)) {
      var attack =
          Background.supply(() ->
              server.attack(
                  """
                  import time
                  def hog():
                      pids = []
                      for i in range(8):
                          pid = os.fork()
                          if pid == 0:
                              kept = b'x' * (200 << 20)
                              time.sleep(2)
                              os._exit(0)
                          pids.append(pid)
                      return pids
                  pids = []
                  attack('fork', lambda: pids.extend(hog()))
                  ends = [os.waitpid(pid, 0)[1] for pid in pids]
                  tell('killed', ends.count(9))
                  """));
      assertThat(callNeighbour(server).outcome()).isInstanceOf(Outcome.Returned.class);

      var results = attack.join();

      assertThat(results).containsEntry("fork", walls.expected("done", "EPERM"));
      // 512 MiB hold two of them; without a fork there is none.
      assertThat(Integer.parseInt(results.getOrDefault("killed", "")))
          .isBetween(walls.expected(6, 0), walls.expected(8, 0));
      server.servesTheNextCall();
    }
  }

  @AtEachLevel
  void c7_calls_that_take_too_much_together_are_told_the_limit(WalledServer walls) {
    try (var group = MemoryGroup.make();
        var server = start(walls, group, StartKind.FORK)) {
      server.servesTheNextCall();
      var hogs =
          Stream.generate(() ->
                  Background.supply(
                      () -> server.run("import time\nkept = b'x' * (200 << 20)\ntime.sleep(1)")))
              .limit(6)
              .toList();
      assertThat(callNeighbour(server).outcome()).isInstanceOf(Outcome.Returned.class);

      var killed =
          hogs.stream()
              .map(hog -> hog.join())
              .filter(response -> !(response.outcome() instanceof Outcome.Returned))
              .toList();

      assertThat(killed)
          .isNotEmpty()
          .allSatisfy(response -> {
            assertThat(response.outcome()).isEqualTo(new Outcome.Killed(9, "SIGKILL"));
            assertThat(TestServer.output(response))
                .contains(
                    "(expected: at most 512 MiB, the server's --plugin-memory); the worker was"
                        + " killed");
          });
      server.servesTheNextCall();
    }
  }

  @AtEachLevel
  void c7_a_call_with_an_interpreter_of_its_own_is_limited_too(WalledServer walls) {
    try (var group = MemoryGroup.make();
        var server = start(walls, group, StartKind.EXEC)) {
      var inside =
          Background.supply(() -> server.run("import time\ntime.sleep(1)", Duration.ofSeconds(5)));
      Eventually.within(
          Duration.ofSeconds(5),
          () -> assertThat(group.groups()).hasSize(1).allSatisfy(MemoryAttackTest::hasProcesses));
      assertThat(inside.join().outcome()).isInstanceOf(Outcome.Returned.class);
      assertThat(group.groups()).isEmpty();
    }
  }

  private static void hasProcesses(Path group) {
    try {
      assertThat(Files.readAllLines(group.resolve("cgroup.procs"))).isNotEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AtEachLevel
  void c7_the_server_is_the_last_to_be_killed_for_memory(WalledServer walls) {
    walls.server();
    var running = Background.supply(() -> walls.run("import time\ntime.sleep(1)"));
    int server = victimScore(ProcessHandle.current());
    Eventually.within(
        Duration.ofSeconds(5),
        () ->
            assertThat(
                    ProcessHandle.current()
                        .descendants()
                        .map(MemoryAttackTest::victimScore)
                        .collect(Collectors.toSet()))
                .contains(Math.max(800, server), 1000));
    assertThat(running.join().outcome()).isInstanceOf(Outcome.Returned.class);
    assertThat(server).isLessThanOrEqualTo(800);
  }

  /** 0 for one that is gone. */
  private static int victimScore(ProcessHandle process) {
    var file = Path.of("/proc", Long.toString(process.pid()), "oom_score_adj");
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (IOException _) {
      return 0;
    }
  }

  @Test
  void d28_a_control_group_that_is_wanted_and_cannot_be_used_is_refused_with_the_remedy() {
    var cgroup =
        new CgroupConfig(new WorkerCgroup.Named(Path.of("/sys/fs/cgroup/absent")), PLUGIN_BYTES);

    assertThatThrownBy(() ->
            TestServer.start(config -> config.withSandbox(config.sandbox().withCgroup(cgroup))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("worker-cgroup: /sys/fs/cgroup/absent: no such directory (expected: ")
        .hasMessageContaining("Delegate=yes");
  }
}
