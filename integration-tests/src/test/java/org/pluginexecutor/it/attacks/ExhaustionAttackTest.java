// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.it.Background;
import org.pluginexecutor.it.TestServer;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.config.WorkerNetwork;

/** Group C: what a plugin can use up. */
class ExhaustionAttackTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  /** Beyond a time limit, on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  @AtEachLevel
  void c1_a_loop_ends_at_the_time_limit(WalledServer walls) {
    var response = walls.run("while True: pass", SHORT);
    assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(SHORT));
    assertThat(response.cost().runTime()).isBetween(SHORT, SHORT.plus(SLACK));
  }

  @AtEachLevel
  void c1_a_loop_ends_at_the_limit_of_cpu_time_which_is_named(WalledServer walls) {
    var response = walls.run("while True: pass");
    assertThat(response.outcome()).isInstanceOf(Outcome.Killed.class);
    assertThat(TestServer.output(response)).contains("CPU time");
  }

  @AtEachLevel
  void c2_waiting_for_ever_ends_at_the_time_limit(WalledServer walls) {
    for (var wait :
        List.of(
            "import time\ntime.sleep(600)",
            "os.read(os.pipe()[0], 1)",
            "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
            "import fcntl\none = open('x', 'w'); other = open('x', 'w')\n"
                + "fcntl.flock(one, fcntl.LOCK_EX)\nfcntl.flock(other, fcntl.LOCK_EX)")) {
      assertThat(walls.run(wait, SHORT).outcome()).as(wait).isEqualTo(new Outcome.TimedOut(SHORT));
    }
  }

  @AtEachLevel
  void c3_who_ignores_all_signals_is_killed(WalledServer walls) {
    var response =
        walls.run(
            """
            import signal, time
            for number in range(1, signal.NSIG):
                attempt(signal.signal, number, signal.SIG_IGN)
            while True:
                time.sleep(60)
            """,
            SHORT);
    assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(SHORT));
    assertThat(response.cost().runTime()).isLessThan(SHORT.plus(SLACK));
  }

  @AtEachLevel
  void c8_a_fork_bomb_stops_at_the_limit(WalledServer walls) {
    var results =
        walls.attack(
            """
            import time
            made = 0
            def bomb():
                global made
                while made < 1000:
                    if os.fork() == 0:
                        time.sleep(60)
                        os._exit(0)
                    made += 1
            attack('bomb', bomb)
            tell('processes', made + 1)
            """);
    assertThat(results)
        .containsEntry("bomb", walls.expected("EAGAIN", "EPERM"))
        .containsEntry("processes", walls.expected("24", "1"));
  }

  @AtEachLevel
  void c8_forks_that_fork_on_are_dead_soon_after_the_time_limit(WalledServer walls) {
    var response =
        walls.run(
            """
            while True:
                try:
                    os.fork()
                except OSError:
                    pass
            """,
            SHORT);
    assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(SHORT));
    assertThat(response.cost().runTime()).isLessThan(SHORT.plus(SLACK));
  }

  @AtEachLevel
  void c8_a_thread_bomb_stops_at_a_limit(WalledServer walls) {
    var results =
        walls.attack(
            """
            import _thread, threading
            # Threads that have no memory to begin say so there.
            os.dup2(os.open('/dev/null', os.O_WRONLY), 2)
            threading.stack_size(65536)
            never = threading.Event()
            made = 0
            def bomb():
                global made
                while made < 100000:
                    # Not Thread.start(), which waits for a thread that may have no memory to begin.
                    _thread.start_new_thread(never.wait, ())
                    made += 1
            attack('bomb', bomb)
            tell('bounded', made < 5000)
            """);
    assertThat(results.get("bomb")).isIn("RuntimeError", "MemoryError");
    assertThat(results).containsEntry("bounded", "True");
  }

  @AtEachLevel
  void c10_descriptors_end_at_the_limit(WalledServer walls) {
    var results =
        walls.attack(
            """
            import select, socket
            def endless(make):
                kept = []
                for i in range(100000):
                    kept.append(make())
            for name, make in (
                ('files', lambda: os.open(os.devnull, os.O_RDONLY)),
                ('pipes', os.pipe),
                ('pairs', socket.socketpair),
                ('epoll', select.epoll),
                ('eventfd', lambda: system_call('eventfd2', 0, 0)),
                ('timerfd', lambda: system_call('timerfd_create', 0, 0)),
            ):
                attack(name, endless, make)
                os.closerange(3, 200)
            """);
    assertThat(results)
        .hasSize(6)
        .allSatisfy((_, result) -> assertThat(result).isEqualTo("EMFILE"));
  }

  @AtEachLevel
  void c10_queues_and_shared_memory_of_the_system_are_bounded_or_absent(WalledServer walls) {
    var results =
        walls.attack(
            """
            system_calls([('mq_open', b'x', 0o102, 0o600, 0), ('memfd_create', b'x', 0)])
            def endless(name, *arguments):
                for i in range(100000):
                    system_call(name, 0, *arguments)
            attack('inotify', system_call, 'inotify_init1', 0)
            attack('shm', endless, 'shmget', 1 << 20, 0o1600)
            """);
    assertThat(results)
        .containsEntry("mq_open", walls.expected("EOVERFLOW", "EPERM"))
        .containsEntry("memfd_create", "EPERM")
        // Of a namespace of its own, whose number of segments is bounded; gone with the worker.
        .containsEntry("shm", walls.expected("ENOSPC", "EPERM"))
        .containsEntry("inotify", walls.expected("done", "EPERM"));
  }

  @AtEachLevel
  void c10_memory_ends_at_the_limit(WalledServer walls) {
    var results =
        walls.attack(
            """
            import mmap
            def endless():
                kept = []
                while True:
                    kept.append(bytearray(1 << 24))
            attack('heap', endless)
            attack('private', mmap.mmap, -1, 1 << 30)
            attack('shared', mmap.mmap, -1, 1 << 30, mmap.MAP_SHARED)
            attack('locked', os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1))
            """);
    assertThat(results)
        .containsEntry("heap", "MemoryError")
        .containsEntry("private", "ENOMEM")
        .containsEntry("shared", "ENOMEM")
        .containsEntry("locked", "EPERM");
  }

  @AtEachLevel
  void c11_files_end_at_a_limit_and_nothing_is_left(WalledServer walls) {
    var results =
        walls.attack(
            """
            def large():
                with open('large', 'wb') as file:
                    for i in range(1 << 10):
                        file.write(b'x' * (1 << 20))
            def sparse():
                with open('sparse', 'wb') as file:
                    file.truncate(1 << 50)
            def reserved():
                with open('reserved', 'wb') as file:
                    os.posix_fallocate(file.fileno(), 0, 1 << 40)
            attack('large', large)
            attempt(os.unlink, 'large')
            attack('sparse', sparse)
            attack('reserved', reserved)
            """);
    assertThat(results)
        .containsEntry("large", walls.expected("ENOSPC", "EFBIG"))
        .containsEntry("sparse", "EFBIG")
        .containsEntry("reserved", "EFBIG");
    assertThat(walls.attack("tell('left', [n for n in ('sparse',) if os.path.exists(n)])"))
        .containsEntry("left", "[]");
  }

  @AtEachLevel
  void c11_many_small_files_end_where_tmp_is_a_file_system_of_its_own(WalledServer walls) {
    var results =
        walls.attack(
            """
            def many():
                for i in range(2000):
                    open('file-%d' % i, 'w').close()
            attack('many', many)
            """);
    // Without mounts nothing counts files; the server removes them with the worker's directory.
    assertThat(results).containsEntry("many", walls.expected("ENOSPC", "done"));
  }

  @AtEachLevel
  void c13_one_call_is_answered_while_others_use_all_processors(WalledServer walls) {
    walls.server();
    var hogs =
        Stream.generate(() -> Background.supply(() -> walls.run("while True: pass", SLACK)))
            .limit(4)
            .toList();
    var response = walls.run("result = None", Duration.ofSeconds(10));
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    assertThat(response.cost().runTime()).isLessThan(Duration.ofSeconds(3));
    hogs.forEach(hog -> assertThat(hog.join().outcome()).isNotInstanceOf(Outcome.Returned.class));
  }

  @AtEachLevel
  void c15_floods_of_output_from_many_calls_are_bounded(WalledServer walls) {
    walls.server();
    var floods =
        Stream.generate(() ->
                Background.supply(() -> walls.run("for _ in range(64): os.write(2, b'x' * 65536)")))
            .limit(4)
            .toList();
    for (var flood : floods) {
      var output = flood.join().output();
      assertThat(output.stderrBytes() - output.stderrDroppedBytes()).isLessThanOrEqualTo(1 << 20);
      assertThat(output.stderrDroppedBytes()).isPositive();
    }
  }

  @AtEachLevel
  void c16_a_number_of_a_million_digits_costs_the_server_nothing(WalledServer walls) {
    var response = walls.run("result = {'verdict': 'ACCEPT', 'x': 1 << 3000000}");
    assertThat(response.outcome())
        .isInstanceOfAny(Outcome.Returned.class, Outcome.BadResult.class, Outcome.Killed.class);
  }

  @AtEachLevel
  void c20_the_smallest_memory_limit_is_enough_to_start(WalledServer walls) {
    walls.server();
    var least = new WorkerLimits(Duration.ofSeconds(1), 64L << 20, 1, 256, 64L << 10, 16);
    try (var small = WalledServer.start(walls.level(), least, new WorkerNetwork.None())) {
      small.servesTheNextCall();
    }
  }
}
