// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.pluginexecutor.client.Outcome;

/** Group B: what a plugin can do with the questions that it may ask the server. */
class AskAttackTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** Speaks to the server past the shim. */
  private static final String RAW =
      """
      import json, stat, struct
      def is_socket(fd):
          try:
              return stat.S_ISSOCK(os.fstat(fd).st_mode)
          except OSError:
              return False
      call = [fd for fd in range(3, 1024) if is_socket(fd)][0]
      def send(frame):
          data = frame if isinstance(frame, bytes) else json.dumps(frame).encode()
          os.write(call, struct.pack('>I', len(data)) + data)
      def ask(number, text=''):
          return {'type': 'ask', 'number': number, 'service': 'memory_cache', 'operation': 'get',
                  'arguments': {'key': text}}
      def receive():
          size = struct.unpack('>I', os.read(call, 4))[0]
          return json.loads(os.read(call, size))
      """;

  @AtEachLevel
  void b22_what_the_configuration_does_not_name_is_refused(WalledServer walls) {
    var results =
        walls.attack(
            """
            import _plugin_executor
            def ask(service, operation, **arguments):
                try:
                    tell(service, _plugin_executor.ask(service, operation, arguments))
                except LookupError:
                    tell(service, 'refused')
            ask('credential_store', 'all', name='secrets')
            ask('user_list', 'get', name='staff')
            ask('ldap_server', 'get', name='corp')
            ask('trusted_ca_list', 'get', name='roots')
            ask('box', 'get')
            ask('file', 'read', path='/etc/shadow')
            """);
    assertThat(results)
        .containsEntry("credential_store", "refused")
        .containsEntry("user_list", "refused")
        .containsEntry("ldap_server", "refused")
        .containsEntry("trusted_ca_list", "refused")
        .containsEntry("box", "{}")
        .containsEntry("file", "refused");
  }

  @AtEachLevel
  void b23_a_flood_of_questions_ends_the_call(WalledServer walls) {
    var outcome =
        walls.run(RAW + "for i in range(1, 1100):\n    send(ask(i))\n    receive()").outcome();
    assertThat(outcome).isInstanceOf(Outcome.BadResult.class);
  }

  @AtEachLevel
  void b23_who_takes_no_answers_waits_for_its_own_end(WalledServer walls) {
    var outcome = walls.run(RAW + "for i in range(1, 1000):\n    send(ask(1))", SHORT).outcome();
    assertThat(outcome).isEqualTo(new Outcome.TimedOut(SHORT));
  }

  @AtEachLevel
  void b23_questions_that_are_none_end_the_call(WalledServer walls) {
    for (var frame :
        new String[] {
          "ask(1, 'x' * 70000)",
          "dict(ask(1), arguments=[])",
          "dict(ask(1), number='1')",
          "b'{\"type\":\"ask\"'",
          "b''",
        }) {
      var outcome = walls.run(RAW + "send(" + frame + ")\nreceive()").outcome();
      assertThat(outcome).as(frame).isInstanceOf(Outcome.BadResult.class);
    }
  }

  @AtEachLevel
  void b23_many_threads_and_forks_get_their_own_answers_or_none(WalledServer walls) {
    var results =
        walls.attack(
            """
            import _plugin_executor, threading
            wrong = []
            def one(n):
                key = 'attack:%d' % n
                for i in range(20):
                    _plugin_executor.ask(
                        'memory_cache', 'set', {'key': key, 'value': str(i), 'ttl': 9})
                    if _plugin_executor.ask('memory_cache', 'get', {'key': key}) != str(i):
                        wrong.append(n)
            threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            tell('wrong', wrong)
            def fork():
                pid = os.fork()
                if pid == 0:
                    try:
                        _plugin_executor.ask('box', 'get', {})
                        os._exit(1)
                    except OSError:
                        os._exit(0)
                tell('fork', os.waitpid(pid, 0)[1])
            attack('forked', fork)
            """);
    assertThat(results).containsEntry("wrong", "[]");
    assertThat(results.getOrDefault("fork", "0")).isEqualTo("0");
  }

  @AtEachLevel
  void b24_a_call_that_dies_with_an_answer_unread_is_not_made_again(WalledServer walls) {
    var count =
        """
        place = os.path.join(os.environ['EPHEMERAL_PLUGIN_STATE_DIRECTORY'], 'calls')
        with open(place, 'a') as file:
            file.write('x')
        """;
    var outcome =
        walls.run(RAW + count + "send(ask(1))\nsend(ask(2))\nreceive()\nos._exit(3)").outcome();

    assertThat(outcome).isEqualTo(new Outcome.Exited(3));
    assertThat(
            walls.attack(
                "place = os.path.join(os.environ['EPHEMERAL_PLUGIN_STATE_DIRECTORY'], 'calls')\n"
                    + "tell('calls', len(open(place).read()))\nos.unlink(place)"))
        .containsEntry("calls", "1");
  }
}
