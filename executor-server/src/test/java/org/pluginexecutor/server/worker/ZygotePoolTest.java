// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.config.ZygoteConfig;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Starts scripts in place of zygotes, and looks at their size. */
@Timeout(60)
class ZygotePoolTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final ScheduledExecutorService timer = WorkerTimer.start();
  private ZygotePool pool;

  @BeforeEach
  void open() throws IOException {
    for (var name : List.of("plugin", "persistent", "ephemeral", "zygotes")) {
      Files.createDirectory(directory.resolve(name));
    }
    var config = SandboxConfig.defaults().withZygotes(ZygoteConfig.defaults().withSize(64L << 20));
    pool =
        new ZygotePool(
            new ZygoteLauncher(
                FakeZygote.writeTo(directory),
                directory.resolve("zygotes"),
                List.of(),
                // The process that is started is the zygote itself, as the script is.
                IsolationLevel.PORTABLE,
                config,
                Optional.empty()),
            LONG,
            System::nanoTime);
  }

  @AfterEach
  void close() {
    pool.close();
    timer.shutdownNow();
  }

  private ZygoteKey key(String runtime) throws IOException {
    return ZygoteKey.of(
        new WorkerSetup(
            FakeZygote.runtime(directory, runtime),
            directory.resolve("plugin"),
            directory.resolve("persistent"),
            directory.resolve("ephemeral")));
  }

  /** Makes a call and gives the process that forked its worker. */
  private ZygoteProcess call(String runtime) throws Exception {
    var zygote = pool.takeCell(key(runtime)).orElseThrow();
    var socket = ZygotePool.awaitUp(zygote, LONG);
    var properties =
        new SandboxedWorker.Properties(
            StartKind.FORK,
            IsolationLevel.PORTABLE,
            WorkerLimits.defaults(),
            OutputLimits.defaults());
    var request =
        new ShimCall(
            "authenticate",
            directory.resolve("plugin"),
            "",
            new PluginValue.Dict(Map.of()),
            ShimCall.ResultForm.DICT,
            4096,
            4096);
    try (var worker =
        new SandboxedWorker(
            socket.process(),
            socket.fork(LONG, timer),
            properties,
            timer,
            Optional.empty(),
            zygote::giveBackCell)) {
      assertThat(worker.call(request, LONG, (_, _) -> {}).end()).isInstanceOf(End.Replied.class);
    }
    return socket.process();
  }

  private static void awaitEnd(ZygoteProcess zygote) {
    ProcessHandle.of(zygote.pid()).ifPresent(process -> process.onExit().join());
  }

  @Test
  void a_zygote_that_has_grown_too_large_is_replaced() throws Exception {
    var large = call("grows");
    pool.tidy();

    awaitEnd(large);
    assertThat(call("grows").pid()).isNotEqualTo(large.pid());
    assertThat(pool.counts()).isEqualTo(new ZygoteCounts(1, 0, 1, 0));
  }

  @Test
  void a_zygote_that_keeps_its_size_stays() throws Exception {
    var small = call("obeys");
    pool.tidy();

    assertThat(call("obeys").pid()).isEqualTo(small.pid());
    assertThat(pool.counts()).isEqualTo(new ZygoteCounts(1, 0, 0, 0));
  }

  @Test
  void when_the_pool_is_closed_nothing_is_left_of_a_zygote_that_had_been_given_up()
      throws Exception {
    var givenUp = call("lingers");
    var zygote = pool.takeCell(key("lingers")).orElseThrow();
    zygote.giveBackCell();
    pool.failed(zygote, new IOException("made by a test"));

    pool.close();

    assertThat(ProcessHandle.of(givenUp.pid())).isEmpty();
    assertThat(directory.resolve("zygotes")).isEmptyDirectory();
  }

  @Test
  void a_zygote_that_does_not_listen_yet_is_gone_with_the_pool() throws Exception {
    var _ = pool.takeCell(key("sleeps")).orElseThrow();
    while (ProcessHandle.current().children().findAny().isEmpty()) {
      Thread.onSpinWait();
    }

    pool.close();

    assertThat(ProcessHandle.current().children()).isEmpty();
    assertThat(directory.resolve("zygotes")).isEmptyDirectory();
  }

  @Test
  void a_zygote_that_fails_is_counted_once_whoever_says_so() throws Exception {
    var _ = call("obeys");
    var failed = pool.takeCell(key("obeys")).orElseThrow();

    pool.failed(failed, new IOException("made by a test"));
    pool.failed(failed, new IOException("made by a test"));

    assertThat(pool.counts()).isEqualTo(new ZygoteCounts(0, 0, 0, 1));
    failed.giveBackCell();
  }
}
