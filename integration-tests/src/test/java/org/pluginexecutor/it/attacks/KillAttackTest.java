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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.it.Background;
import org.pluginexecutor.it.Eventually;

/**
 * Ends calls by time limit and by cancel, whatever they have started: nothing of it is left, and
 * soon. Sixty calls per level by default; {@code -Dkills=10000} makes it a campaign.
 */
class KillAttackTest {
  private static final int KILLS = Integer.getInteger("kills", 60);
  private static final int AT_ONCE = 3;
  private static final Duration LIMIT = Duration.ofMillis(150);
  private static final Duration USUAL = Duration.ofMillis(50);

  /** On a machine whose processors all build something. */
  private static final Duration WORST = Duration.ofSeconds(1);

  /** PR_SET_NAME gives the worker, and what it forks, a name that can be looked for. */
  private static final String PRELUDE =
      """
      import signal, time
      ctypes.CDLL(None).prctl(15, NAME, 0, 0, 0)
      def child(body):
          try:
              if os.fork() == 0:
                  body()
                  os._exit(0)
          except OSError:
              pass
      def sleep():
          while True:
              time.sleep(60)
      """;

  private static final List<String> TREES =
      List.of(
          // A daemon in a session of its own.
          "child(lambda: (os.setsid(), os.closerange(0, 4096), sleep()))",
          // One whose parent is gone.
          "child(lambda: (os.setsid(), child(sleep)))\nattempt(os.wait)",
          // Some that fork on as long as they are let.
          "def breed():\n"
              + "    while True:\n"
              + "        child(breed)\n"
              + "        time.sleep(0.001)\n"
              + "child(breed)",
          // Some that are stopped.
          "child(lambda: (os.kill(os.getpid(), signal.SIGSTOP), sleep()))\n"
              + "os.kill(os.getpid(), signal.SIGSTOP)",
          // Some that ignore what can be ignored.
          "for n in range(1, signal.NSIG): attempt(signal.signal, n, signal.SIG_IGN)\n"
              + "child(sleep)");

  @AtEachLevel
  void kills_leave_no_process_and_take_50_ms(WalledServer walls, TestReporter reporter) {
    walls.server();
    var run = "k" + UUID.randomUUID().toString().substring(0, 6);
    var next = new AtomicInteger();
    var times = Collections.synchronizedList(new ArrayList<Duration>());
    var lanes =
        Stream.generate(() ->
                Background.run(() -> {
                  for (int i; (i = next.getAndIncrement()) < KILLS; ) {
                    times.add(kill(walls, run + "-" + i + ".", i));
                  }
                }))
            .limit(AT_ONCE)
            .toList();
    lanes.forEach(CompletableFuture::join);

    assertThat(named(run)).isZero();
    times.sort(null);
    var median = times.get(times.size() / 2);
    var longest = times.getLast();
    reporter.publishEntry(
        "kills at " + walls,
        String.format(
            Locale.ROOT,
            "%d, p50 %d ms, p99 %d ms, max %d ms",
            times.size(),
            median.toMillis(),
            times.get(times.size() * 99 / 100).toMillis(),
            longest.toMillis()));
    assertThat(median).isLessThan(USUAL);
    assertThat(longest).isLessThan(WORST);
  }

  /** Returns how long it took from the reason to kill to the death of the last process. */
  private static Duration kill(WalledServer walls, String name, int number) {
    var source =
        "NAME = b'" + name + "'\n" + PRELUDE + TREES.get(number / 2 % TREES.size()) + "\nsleep()";
    return number % 2 == 0 ? byTimeLimit(walls, name, source) : byCancel(walls, name, source);
  }

  private static Duration byTimeLimit(WalledServer walls, String name, String source) {
    var response = walls.run(source, LIMIT);
    assertThat(named(name)).as("left by %s", source).isZero();
    assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(LIMIT));
    return response.cost().runTime().minus(LIMIT);
  }

  private static Duration byCancel(WalledServer walls, String name, String source) {
    var caller = new CompletableFuture<Thread>();
    var call =
        Background.run(() -> {
          caller.complete(Thread.currentThread());
          walls.run(source);
        });
    Eventually.within(WalledServer.LONG, () -> assertThat(named(name)).isPositive());
    long start = System.nanoTime();
    caller.join().interrupt();
    assertThatThrownBy(call::join).hasCauseInstanceOf(CallCancelledException.class);
    Eventually.within(WalledServer.LONG, () -> assertThat(named(name)).isZero());
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Number of processes whose name begins so; those that wait to be reaped count too. */
  private static long named(String prefix) {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      long count = 0;
      for (var process : processes) {
        count += nameOf(process).startsWith(prefix) ? 1 : 0;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path process) {
    try {
      return Files.readString(process.resolve("comm"));
    } catch (IOException _) {
      return "";
    }
  }
}
