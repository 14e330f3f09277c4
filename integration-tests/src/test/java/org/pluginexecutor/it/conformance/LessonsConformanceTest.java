// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.it.conformance.PythonServer.output;
import static org.pluginexecutor.it.conformance.PythonServer.result;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.pluginexecutor.client.Execution;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.Verdict;
import org.pluginexecutor.it.PluginZip;

/** The lessons L1 to L13, each shown by a plugin in the manner of the public one that taught it. */
class LessonsConformanceTest {
  private static final Map<String, Object> NOTHING = Map.of();

  /** Everything that may be in the environment of a plugin. */
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "HOME",
          "LANG",
          "PATH",
          "TMPDIR",
          "SCB_PLUGIN_STATE_DIRECTORY",
          "EPHEMERAL_PLUGIN_STATE_DIRECTORY");

  @OnEachPython
  void l1_gives_a_plugin_no_variable_of_the_server(PythonServer on) {
    assertThat(System.getenv()).as("set for this test").containsKey("REQUESTS_CA_BUNDLE");
    var target =
        on.aa(
            """
            import os
            class Plugin(object):
              def authenticate(self):
                return {'verdict': 'ACCEPT', 'names': sorted(os.environ)}
            """);
    var names = (List<?>) result(on.call(target, "authenticate", NOTHING)).get("names");
    assertThat(names).isNotEmpty().allMatch(ENVIRONMENT::contains);
  }

  @OnEachPython
  void l2_keeps_dozens_of_printed_lines_tokens_included_out_of_the_answer(PythonServer on) {
    var target =
        on.aa(
            """
            import logging, os, subprocess, sys
            logging.basicConfig(level=logging.DEBUG)
            class Plugin(object):
              def authenticate(self):
                for i in range(40):
                  print('{"verdict": "ACCEPT", "token": "secret-%d"}' % i)
                  logging.debug('GET /users/%d 200', i)
                subprocess.call([sys.executable, '-c', 'print("from a child")'])
                os.write(1, b'\\x00\\x00\\x00\\x02{}')
                return {'verdict': 'DENY'}
            """);
    var answered = on.newSession().authenticate(target, NOTHING);
    assertThat(answered.verdict()).isInstanceOf(Verdict.Deny.class);
    var lines = answered.response().logLines();
    assertThat(lines).filteredOn(l -> l.stream() == LogLine.Stream.STDERR).hasSize(40);
    assertThat(output(answered.response())).contains("\"secret-39\"").contains("from a child");
  }

  @OnEachPython
  void l3_calls_a_notification_without_session_cookie_and_keyword_arguments(PythonServer on) {
    var target =
        on.credentialStore(
            """
            class Plugin(object):
              def get_password_list(self, **kwargs):
                return {'passwords': [], 'cookie': {'asked': len(kwargs)}}
              def authentication_completed(self, session_id, cookie):
                return {'cookie': dict(cookie, completed=session_id)}
              def session_ended(self, session_id, cookie):
                print(cookie['completed'])
            """);
    var asked = on.call(target, "get_password_list", NOTHING);
    var completed = on.callAfter(asked, target, "authentication_completed");
    assertThat(output(on.callAfter(completed, target, "session_ended"))).isEqualTo("s-1: s-1\n");
  }

  @OnEachPython
  void l4_gives_the_former_names_to_a_plugin_that_dies_without_them(PythonServer on) {
    var target =
        on.credentialStore(
            """
            class Plugin(object):
              def get_password_list(self, target_username, target_host, **kwargs):
                return {'passwords': [target_username.upper() + '@' + target_host,
                                      kwargs['server_username'] + '@' + kwargs['server_ip']]}
            """);
    var server = Map.of("server_username", "root", "server_ip", "198.51.100.7");
    assertThat(on.newSession().getPasswordList(target, server).passwords())
        .containsExactly("ROOT@198.51.100.7", "root@198.51.100.7");
  }

  @OnEachPython
  void l5_hands_on_a_configuration_of_remarks_and_one_line_of_json(PythonServer on) {
    var zip =
        on.aaZip(
            """
            import json
            class Plugin(object):
              def __init__(self, configuration):
                lines = [line for line in configuration.splitlines() if line and line[0] != '#']
                self.settings = json.loads(lines[0])
              def authenticate(self):
                return {'verdict': 'ACCEPT', 'timeout': self.settings['timeout']}
            """);
    var configuration = "# Copied from the vault.\n# One line.\n{\"timeout\": 30, \"x\": [1, 2]}\n";
    assertThat(result(on.call(on.upload(zip, configuration), "authenticate", NOTHING)))
        .containsEntry("timeout", 30L);
  }

  @OnEachPython
  void l6_takes_subclasses_tuples_unknown_keys_and_questions_of_two_or_three(PythonServer on) {
    var target =
        on.aa(
            """
            import collections
            class Response(dict):
              def with_cookie(self, cookie):
                self['cookie'] = cookie
                return self
            Pair = collections.namedtuple('Pair', 'key value')
            class Plugin(object):
              def authenticate(self, key_value_pairs):
                if 'otp' not in key_value_pairs:
                  return Response(verdict='NEEDINFO', question=('otp', 'OTP: '))
                if 'pin' not in key_value_pairs:
                  return Response(verdict='NEEDINFO', question=['pin', 'PIN: ', True])
                answer = collections.OrderedDict(verdict='ACCEPT', gateway_groups=())
                answer.update(my_key=Pair('a', (1, 2)))
                return Response(answer).with_cookie(collections.defaultdict(list, a=[1]))
            """);
    var session = on.newSession();
    assertThat(session.authenticate(target, NOTHING).verdict())
        .isEqualTo(new Verdict.NeedInfo("otp", "OTP: ", false));
    var one = Map.of("key_value_pairs", Map.of("otp", "1"));
    assertThat(session.authenticate(target, one).verdict())
        .isEqualTo(new Verdict.NeedInfo("pin", "PIN: ", true));
    var both = Map.of("key_value_pairs", Map.of("otp", "1", "pin", "2"));
    var accepted = session.authenticate(target, both);
    assertThat(accepted.grantsAccess()).isTrue();
    assertThat(result(accepted.response()))
        .containsEntry("my_key", List.of("a", List.of(1L, 2L)))
        .containsEntry("gateway_groups", List.of());
    assertThat(accepted.response().cookie()).isEqualTo(Map.of("a", List.of(1L)));
  }

  @OnEachPython
  void l7_keeps_an_id_an_int_and_a_float_a_float(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authenticate(self):
                return {'verdict': 'NEEDINFO', 'question': ('d', 'Device: '),
                        'cookie': {'devices': {101: 'phone'}, 'id': 101, 'beyond': 2 ** 53 + 1, 'part': 101.0}}
              def authorize(self, cookie):
                path = '/devices/%s/%s/%s' % (cookie['id'], cookie['beyond'], cookie['part'])
                return {'verdict': 'ACCEPT', 'path': path, 'device': cookie['devices']['101']}
            """);
    var first = on.call(target, "authenticate", NOTHING);
    assertThat(result(on.callAfter(first, target, "authorize")))
        .containsEntry("path", "/devices/101/9007199254740993/101.0")
        .containsEntry("device", "phone");
  }

  @OnEachPython
  void l8_puts_the_package_first_and_leaves_it_all_names(PythonServer on) {
    var zip =
        on.aaZip(
            """
            import sys
            import requests
            from plugin.plugin_bare import Plugin as Bare
            import box_config, lib, vault
            class Plugin(Bare):
              def authenticate(self):
                return {'verdict': 'ACCEPT', 'first': sys.path[0] == Bare.root, 'requests': requests.get('x'),
                        'own': [box_config.OWN, lib.OWN, vault.OWN, sys.modules['main'].__name__],
                        'shim': sorted(m for m in sys.modules if 'shim' in m)}
            """);
    zip.file("requests/__init__.py", "from .api import get\n")
        .file("requests/api.py", "def get(url):\n  return 'bundled ' + url\n")
        .file("plugin/__init__.py", "")
        .file(
            "plugin/plugin_bare.py",
            "import os\nclass Plugin(object):\n"
                + "  root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\n");
    for (var name : List.of("box_config", "lib", "vault")) {
      zip.file(name + ".py", "OWN = '" + name + "'\n");
    }
    assertThat(result(on.call(on.upload(zip), "authenticate", NOTHING)))
        .containsEntry("first", true)
        .containsEntry("requests", "bundled x")
        .containsEntry("own", List.of("box_config", "lib", "vault", "main"))
        .containsEntry("shim", List.of());
  }

  @OnEachPython
  void l9_lets_a_plugin_write_temporary_files_and_miss_optional_ones(PythonServer on) {
    var target =
        on.aa(
            """
            import os, tempfile
            class Plugin(object):
              def authenticate(self):
                written = []
                for directory in (None, '/tmp', '.'):
                  with tempfile.NamedTemporaryFile(dir=directory) as file:
                    file.write(b'x')
                    written.append(os.path.exists(file.name))
                joined = os.path.exists('/etc/spp/join.json')
                return {'verdict': 'ACCEPT', 'written': written, 'joined': joined}
            """);
    assertThat(result(on.call(target, "authenticate", NOTHING)))
        .containsEntry("written", List.of(true, true, true))
        .containsEntry("joined", false);
  }

  @OnEachPython
  void l9_keeps_the_state_file_of_an_instance_from_call_to_call(PythonServer on) {
    var zip =
        on.aaZip(
            """
            import json, os
            class Plugin(object):
              def __init__(self, configuration):
                self.directory = os.environ['SCB_PLUGIN_STATE_DIRECTORY']
              def path(self, session_id):
                return os.path.join(self.directory, session_id + '.json')
              def authenticate(self, session_id):
                with open(self.path(session_id), 'w') as file:
                  json.dump({'request': 'R-1'}, file)
                return {'verdict': 'ACCEPT'}
              def session_ended(self, session_id):
                if not os.path.exists(self.path(session_id)):
                  print('nothing known')
                  return
                with open(self.path(session_id)) as file:
                  print('closing ' + json.load(file)['request'])
            """);
    on.upload(zip);
    var first = instance(on, zip, "first");
    on.call(first, "authenticate", NOTHING);
    assertThat(output(on.call(first, "session_ended", NOTHING))).isEqualTo("s-1: closing R-1\n");
    assertThat(output(on.call(instance(on, zip, "second"), "session_ended", NOTHING)))
        .isEqualTo("s-1: nothing known\n");
  }

  private static PluginTarget instance(PythonServer on, PluginZip zip, String name) {
    var full = zip.name() + "-" + name;
    on.client().instances().create(full, zip.pluginName(), Optional.of(""));
    return new PluginTarget.Instance(full);
  }

  @OnEachPython
  void l10_tells_an_exception_that_leaves_the_hook_from_everything_else(PythonServer on) {
    var zip =
        on.aaZip(
            """
            try:
              from configparser import ConfigParser
            except ImportError:
              from ConfigParser import SafeConfigParser as ConfigParser
            import io
            class RequiredSettingNotFound(ValueError):
              pass
            class Plugin(object):
              def __init__(self, configuration):
                self.parser = ConfigParser()
                read = getattr(self.parser, 'read_file', None) or self.parser.readfp
                read(io.StringIO(configuration))
              def authenticate(self):
                raise RequiredSettingNotFound("section='okta' option='api_key'")
              def authorize(self):
                return {'verdict': 'ACCEPT', 'x': self.parser.get('auth', 'password')}
            """);
    var target = on.upload(zip, "[auth]\npassword = 100%\n");
    assertThat(on.call(target, "authenticate", NOTHING).outcome())
        .isInstanceOfSatisfying(
            Outcome.Raised.class,
            raised -> {
              assertThat(raised.exceptionType()).endsWith("RequiredSettingNotFound");
              assertThat(raised.message()).isEqualTo("section='okta' option='api_key'");
            });
    assertThat(on.call(target, "authorize", NOTHING).outcome())
        .isInstanceOfSatisfying(
            Outcome.Raised.class,
            raised -> assertThat(raised.exceptionType()).endsWith("InterpolationSyntaxError"));
  }

  @OnEachPython
  void l11_runs_a_package_without_entry_point_on_python_2(PythonServer on) {
    Assumptions.assumeTrue(on.isPython2(), "is about Python 2");
    var zip =
        on.credentialStoreZip(
                """
                import urllib2
                from suds import client
                class Plugin:
                  def get_password_list(self, target_username, cookie):
                    print "asking for", target_username
                    return {"passwords": [client.ask(target_username), u"gr\\xfcn"]}
                """)
            .file("suds/__init__.py", "")
            .file("suds/client.py", "def ask(name):\n  return `name`.replace('u', '', 1)\n");
    var passwords =
        on.newSession().getPasswordList(on.upload(zip), Map.of("server_username", "root"));
    assertThat(passwords.passwords()).containsExactly("'root'", "gr\u00fcn");
    assertThat(passwords.response().execution().runtimeVersion()).startsWith("2.7");
  }

  @OnAnyPython
  void l12_lets_a_hook_wait_for_its_push_and_says_what_the_call_cost(PythonServer on) {
    var target =
        on.aa(
            """
            import time
            class Plugin(object):
              def authenticate(self):
                for _ in range(15):
                  time.sleep(0.1)
                return {'verdict': 'ACCEPT'}
            """);
    // No time limit: what holds is the default, which is long enough for a minute of polling.
    var response = on.client().call(HookCall.newBuilder(target, "authenticate", "push").build());
    assertThat(result(response)).containsEntry("verdict", "ACCEPT");
    assertThat(response.cost().runTime()).isGreaterThan(Duration.ofMillis(1500));
    assertThat(response.cost().startTime()).isPositive();
    assertThat(response.execution().startKind()).isNotEqualTo(Execution.StartKind.UNSPECIFIED);
  }

  @OnEachPython
  void l13_ends_the_session_with_what_was_stored_before_a_time_out(PythonServer on) {
    var target =
        on.aa(
            """
            import time
            class Plugin(object):
              def authenticate(self):
                return {'verdict': 'ACCEPT', 'cookie': {'request': 'R-1'}}
              def authorize(self, cookie):
                time.sleep(60)
                return {'verdict': 'ACCEPT', 'cookie': {'request': 'lost'}}
              def session_ended(self, cookie):
                print('closing ' + cookie['request'])
            """);
    var first = on.call(target, "authenticate", NOTHING);
    var late =
        on.client()
            .call(
                HookCall.newBuilder(target, "authorize", "s-1")
                    .cookie(first.cookie())
                    .timeLimit(Duration.ofMillis(300))
                    .build());
    assertThat(late.outcome()).isInstanceOf(Outcome.TimedOut.class);
    assertThat(output(on.callAfter(late, target, "session_ended"))).isEqualTo("s-1: closing R-1\n");
  }
}
