// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pluginexecutor.it.Background;
import org.pluginexecutor.it.Eventually;
import org.pluginexecutor.it.TestServer;

/** Group E: what one call could leave for another, or see of it. */
class LeakAttackTest {
  private static final int CALLS = 24;

  @AtEachLevel
  void e1_no_file_is_there_in_the_next_call(WalledServer walls) {
    var places = "('.', '/tmp', '/dev/shm', '/var/tmp', '/run/lock', os.environ['HOME'])";
    walls.attack(
        "for place in " + places + ":\n    attack(place, write, os.path.join(place, 'left'))");
    walls.attack(
        "for i in range(40):\n    os.mkdir('d')\n    os.chdir('d')\nattempt(os.chmod, '.', 0)");
    var results =
        walls.attack(
            "for place in "
                + places
                + ":\n    tell(place, os.path.exists(os.path.join(place, 'left')))\n"
                + "tell('d', os.path.exists('d'))");
    assertThat(results)
        .isNotEmpty()
        .allSatisfy((place, left) -> assertThat(left).as(place).isEqualTo("False"));
  }

  @AtEachLevel
  void e2_nothing_in_memory_is_there_in_the_next_call(WalledServer walls) {
    var look =
        """
        import json, sys, main, attack as shared
        tell('seen', [main.Plugin.counter, hasattr(json, 'mark'), 'mark' in sys.modules,
                      hasattr(shared, 'mark'), 'MARK' in os.environ])
        """;
    var mark =
        """
        main.Plugin.counter = json.mark = sys.modules['mark'] = shared.mark = 1
        json.dumps = json.loads = os.getpid = None
        os.environ['MARK'] = '1'
        """;
    for (int i = 0; i < 3; i++) {
      assertThat(walls.attack(look + mark))
          .containsEntry("seen", "[0, False, False, False, False]");
    }
  }

  @AtEachLevel
  void e5_calls_at_the_same_time_do_not_reach_each_other(WalledServer walls) {
    walls.server();
    var share = "place = os.path.join(os.environ['SCB_PLUGIN_STATE_DIRECTORY'], 'pid')\n";
    var victim =
        Background.supply(() ->
            walls.run(
                share
                    + """
                    import time
                    with open(place + '.new', 'w') as file:
                        file.write(str(os.getpid()))
                    os.rename(place + '.new', place)
                    while os.path.exists(place):
                        time.sleep(0.01)
                    tell('still', 'here')
                    """));
    Eventually.within(
        WalledServer.LONG,
        () ->
            assertThat(walls.attack(share + "tell('there', os.path.exists(place))"))
                .containsEntry("there", "True"));
    var results =
        walls.attack(
            share
                + """
                with open(place) as file:
                    pid = int(file.read())
                # Each sees itself as the first process, or has a number that all see.
                tell('first', pid == os.getpid() == 1)
                if pid != os.getpid():
                    attack('kill', os.kill, pid, 9)
                    attack('memory', read, '/proc/%d/mem' % pid)
                    attack('environment', read, '/proc/%d/environ' % pid)
                    attack('trace', system_call, 'ptrace', 16, pid, 0, 0)
                os.unlink(place)
                """);
    assertThat(results).containsEntry("first", walls.expected("True", "False"));
    if (!walls.isFull()) {
      assertThat(results)
          .containsEntry("kill", "EPERM")
          .containsEntry("memory", "EACCES")
          .containsEntry("environment", "EACCES")
          .containsEntry("trace", "EPERM");
    }
    assertThat(WalledServer.results(victim.join())).containsEntry("still", "here");
  }

  @AtEachLevel
  void e8_nothing_random_repeats(WalledServer walls) {
    walls.server();
    var source =
        """
        import random, secrets, ssl, tempfile, uuid
        tell('random', random.random())
        tell('uuid', uuid.uuid4())
        tell('secrets', secrets.token_hex(8))
        tell('system', os.urandom(8).hex())
        tell('tls', ssl.RAND_bytes(8).hex())
        tell('name', os.path.basename(tempfile.mktemp()))
        """;
    var seen = new HashMap<String, List<String>>();
    Stream.generate(() -> Background.supply(() -> walls.attack(source)))
        .limit(CALLS)
        .toList()
        .forEach(call -> call.join().forEach((k, v) -> add(seen, k, v)));
    assertThat(seen)
        .hasSize(6)
        .allSatisfy((_, values) -> assertThat(values).hasSize(CALLS).doesNotHaveDuplicates());
  }

  private static void add(Map<String, List<String>> seen, String key, String value) {
    seen.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }

  @AtEachLevel
  void e8_the_hash_seed_is_shared_by_the_forks_of_a_zygote(WalledServer walls) {
    var source = "tell('hash', hash('anything'))";
    assertThat(walls.attack(source)).isEqualTo(walls.attack(source));
  }

  @AtEachLevel
  void e12_a_plugin_runs_in_its_own_zygote(WalledServer walls) {
    var source = "with open('MANIFEST') as file:\n    tell('of', file.readline().split()[1])";
    var client = walls.server().client();
    var own = client.call(WalledServer.newCall(walls.attacker(), source).build());
    var other = client.call(WalledServer.newCall(walls.neighbour(), source).build());

    assertThat(TestServer.output(own)).contains("of=attacker");
    assertThat(TestServer.output(other)).contains("of=neighbour");
    assertThat(other.execution().digest()).isNotEqualTo(own.execution().digest());
  }

  @AtEachLevel
  void e12_the_files_of_another_plugin_are_out_of_reach(WalledServer walls) {
    var mark = "tell('place', os.path.dirname(os.path.realpath('main.py')))";
    var client = walls.server().client();
    var other =
        WalledServer.results(client.call(WalledServer.newCall(walls.neighbour(), mark).build()));
    var place = other.getOrDefault("place", "");
    var results =
        walls.attack(
            "tell('of', open('MANIFEST').readline().split()[1])\n"
                + "attack('other', read, '"
                + place
                + "/MANIFEST')");
    assertThat(results)
        .containsEntry("of", "attacker")
        // At the level full both see their own files at the same place.
        .containsEntry("other", walls.expected("done", "EACCES"));
  }
}
