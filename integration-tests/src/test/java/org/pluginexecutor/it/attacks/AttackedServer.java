// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.it.Background;
import org.pluginexecutor.it.ServerProcess;

/**
 * A server in a process of its own with little memory, and somebody else who calls it all the time.
 */
final class AttackedServer implements AutoCloseable {
  private static final Pattern MEMORY = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final ServerProcess process;
  private final PluginExecutorClient neighbour;

  private AttackedServer(ServerProcess process) {
    this.process = process;
    this.neighbour = process.connect();
  }

  static AttackedServer start(Path directory) throws IOException {
    var settings =
        Files.writeString(
            directory.resolve("server.yaml"),
            """
            server:
              handshake-timeout: 1s
              max-connections: 100
              max-message-memory: 32MiB
            sandbox:
              require-isolation: none
            """);
    return new AttackedServer(
        ServerProcess.start(directory, List.of("-Xmx160m"), "--config", settings.toString()));
  }

  int port() {
    return Integer.parseInt(process.target().substring(process.target().lastIndexOf(':') + 1));
  }

  String target() {
    return process.target();
  }

  /** The token that may do everything. */
  String token() {
    try {
      return Files.readString(process.tokenFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the process has in memory. */
  long memoryBytes() {
    try {
      var status = Files.readString(Path.of("/proc/" + process.process().pid() + "/status"));
      var found = MEMORY.matcher(status);
      assertThat(found.find()).as(status).isTrue();
      return Long.parseLong(found.group(1)) << 10;
    } catch (IOException e) {
      throw new AssertionError("the server has ended", e);
    }
  }

  /** Attacks while the neighbour calls; all its calls are answered, and soon. */
  void whileOthersCall(Runnable attack) {
    assertThat(neighbour.runtimes().isServing()).isTrue();
    var isOver = new AtomicBoolean();
    var longest = new AtomicLong();
    var calls =
        Background.supply(() -> {
          long count = 0;
          while (!isOver.get()) {
            long start = System.nanoTime();
            assertThat(neighbour.runtimes().isServing()).isTrue();
            longest.accumulateAndGet(System.nanoTime() - start, Math::max);
            count++;
          }
          return count;
        });
    try {
      attack.run();
    } finally {
      isOver.set(true);
    }
    assertThat(calls.join()).isPositive();
    assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofSeconds(10));
    assertThat(memoryBytes()).isLessThan(700L << 20);
  }

  @Override
  public void close() {
    neighbour.close();
    process.close();
  }
}
