// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.TestPackage;
import org.pluginexecutor.server.services.Services;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.store.InstanceSettings;
import org.pluginexecutor.server.store.TestStore;
import org.pluginexecutor.server.worker.UnreadRequestException;
import org.pluginexecutor.server.worker.WorkerSetup;

/** What an instance says about its calls, and what its calls find. */
class WorkerCallerTest {
  private static final PluginRef PLUGIN = new PluginRef(Optional.empty(), "p", Optional.empty());
  private static final Target TARGET = new Target.Configured(PLUGIN, "[c]");

  @TempDir Path directory;

  private final ScriptedWorkerStarter workers = new ScriptedWorkerStarter();
  private final long nanos = 5_000_000_000L;
  private TestStore store;
  private WorkerInvoker invoker;

  @BeforeEach
  void upload() throws Exception {
    InstantSource clock = () -> Instant.EPOCH;
    var config =
        InvocationConfig.defaults().withTimeLimits(Duration.ofSeconds(30), Duration.ofSeconds(60));
    store = TestStore.open(directory.resolve("data"));
    store.upload(TestPackage.aa("p", "1.0"));
    var targets =
        new TargetLookup(
            store.plugins(), store.instances(), store.states(directory), config.state());
    var caller =
        new WorkerCaller(
            targets,
            ScriptRuntimes.in(directory),
            workers,
            Services.none(),
            config,
            clock,
            () -> nanos);
    invoker = new WorkerInvoker(caller, config);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private InvocationResult invoke(String hook) {
    return invoker.invoke(Invocations.of(TARGET, hook), Invocations.context());
  }

  private void assertFails(Invocation invocation, InvocationContext context, ExecutorError error) {
    assertThatThrownBy(() -> invoker.invoke(invocation, context))
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  /** All in milliseconds; -1 is for what is not given. */
  @ParameterizedTest
  @CsvSource({
    "-1, -1, -1, 30000",
    "5000, -1, -1, 5000",
    "45000, -1, -1, 45000",
    "90000, -1, -1, 60000",
    "5000, 10000, -1, 10000",
    "5000, 1000, -1, 1000",
    "45000, -1, 20000, 19800",
    "5000, -1, 20000, 5000",
  })
  void takes_the_limit_of_the_instance_when_the_call_has_none(
      long instance, long wanted, long deadline, long expected) {
    var limit =
        instance < 0 ? Optional.<Duration>empty() : Optional.of(Duration.ofMillis(instance));
    store.create("x", PLUGIN, new InstanceSettings(Optional.empty(), limit));
    var invocation = Invocations.of(new Target.Instance("x"), "authenticate");
    if (wanted >= 0) {
      invocation = Invocations.withTimeLimit(invocation, Duration.ofMillis(wanted));
    }

    invoker.invoke(
        invocation,
        Invocations.context(
            deadline < 0 ? OptionalLong.empty() : OptionalLong.of(nanos + deadline * 1_000_000)));

    assertThat(workers.timeLimits).containsExactly(Duration.ofMillis(expected));
  }

  @Test
  void refuses_an_instance_whose_runtime_this_server_has_not() {
    // The store was filled by a server that has it.
    store.create("x", PLUGIN, new InstanceSettings(Optional.of("py3"), Optional.empty()));

    assertFails(
        Invocations.of(new Target.Instance("x"), "authenticate"),
        Invocations.context(),
        new ExecutorError.RuntimeNotAvailable(
            "aa/p/1.0",
            "the runtime py3 with Python 3",
            "name it with serve --runtime NAME=EXECUTABLE, or give the instance another one with"
                + " instance update --runtime NAME"));
    assertThat(workers.events).isEmpty();
  }

  @Test
  void gives_the_calls_of_an_instance_the_same_state_directories_and_nobody_else()
      throws Exception {
    store.create("x", PLUGIN, Optional.of(""));
    store.create("y", PLUGIN, Optional.of(""));
    for (var target :
        List.of(new Target.Instance("x"), new Target.Instance("x", 1), new Target.Instance("y"))) {
      invoker.invoke(Invocations.of(target, "authenticate"), Invocations.context());
    }
    invoke("authenticate");

    var setups = workers.setups;
    assertThat(setups.get(1)).isEqualTo(setups.get(0));
    assertThat(List.of(setups.get(0), setups.get(2), setups.get(3)))
        .allSatisfy(setup -> {
          assertThat(setup.persistentState())
              .isEmptyDirectory()
              .startsWith(directory.resolve("data"));
          assertThat(setup.ephemeralState()).isEmptyDirectory().startsWith(directory);
        })
        .flatExtracting(WorkerSetup::persistentState, WorkerSetup::ephemeralState)
        .doesNotHaveDuplicates();
  }

  @Test
  void says_how_much_room_is_left_and_when_there_is_none() throws Exception {
    invoke("authenticate");
    assertThat(workers.call().fileSizeLimitBytes()).isEqualTo(64 << 20);
    var state = workers.setups.getFirst().ephemeralState();
    Files.writeString(state.resolve("some"), "12345");

    invoke("authenticate");
    assertThat(((ShimCall) workers.requests.get(1)).fileSizeLimitBytes()).isEqualTo((64 << 20) - 5);

    try (var file = new RandomAccessFile(state.resolve("all").toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    var result = invoke("authenticate");
    assertThat(((ShimCall) workers.requests.get(2)).fileSizeLimitBytes()).isZero();
    assertThat(result.logLines())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.source()).isEqualTo(LogLine.Source.EXECUTOR);
          assertThat(line.text())
              .isEqualTo(
                  "s-1: the ephemeral state directory has 67108869 B in 2 files (expected: less"
                      + " than 67108864 B and 10000 files); until the plugin has removed some, it"
                      + " cannot write files");
        });
  }

  @Test
  void asks_another_worker_when_one_ended_before_it_read_the_request() {
    workers.script =
        (_, _) -> {
          if (workers.requests.size() < 3) {
            throw new UnreadRequestException(new IOException("reset"));
          }
          return ScriptedWorkerStarter.replied(null);
        };

    assertThat(invoke("authenticate").outcome()).isInstanceOf(Outcome.Returned.class);
    assertThat(workers.requests).hasSize(3).allMatch(workers.call()::equals);
    assertThat(workers.events).containsSubsequence("called", "closed", "started corp", "called");
  }

  @Test
  void gives_up_when_workers_go_on_ending_before_they_read_the_request() {
    workers.script =
        (_, _) -> {
          throw new UnreadRequestException(new IOException("reset"));
        };

    assertFails(
        Invocations.of(TARGET, "authenticate"),
        Invocations.context(),
        new ExecutorError.WorkerStartFailed(
            "the worker ended before it was called", Duration.ofMillis(200)));
    assertThat(workers.requests).hasSize(3);
  }
}
