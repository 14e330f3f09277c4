// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.it.conformance.PythonServer.output;
import static org.pluginexecutor.it.conformance.PythonServer.result;

import java.util.List;
import java.util.Map;
import org.pluginexecutor.client.Verdict;
import org.pluginexecutor.it.PluginZip;
import org.pluginexecutor.it.TestServer;

/** Those of the vectors V1 to V28 that need no SDK. */
class VectorConformanceTest {
  private static final Map<String, Object> NOTHING = Map.of();

  @OnEachPython
  void v22_the_documented_token_counter_asks_three_times_and_then_denies(PythonServer on) {
    var sample =
        PluginZip.ofDirectory(TestServer.home().resolve("examples/documented/x3_token_counter"));
    if (on.isPython2()) {
      sample.file("MANIFEST", PluginZip.manifest("aa", "x3_token_counter", "1.0.0"));
    }
    var target = on.upload(sample);
    var session = on.newSession();
    for (var pairs : List.of(Map.of(), Map.of("token", "wrong"), Map.of("token", ""))) {
      assertThat(session.authenticate(target, Map.of("key_value_pairs", pairs)).verdict())
          .isInstanceOf(Verdict.NeedInfo.class);
    }
    assertThat(session.authenticate(target, NOTHING).verdict()).isInstanceOf(Verdict.Deny.class);
  }

  @OnEachPython
  void v23_who_abstains_authenticates_nobody_and_the_session_goes_on(PythonServer on) {
    for (var answer : List.of("None", "{'verdict': 'NONE'}")) {
      var target =
          on.aa(
              """
              class Plugin(object):
                def authenticate(self):
                  return %s
                def authorize(self):
                  return {'verdict': 'ACCEPT'}
              """
                  .formatted(answer));
      var session = on.newSession();
      assertThat(session.authenticate(target, NOTHING).verdict()).isEqualTo(new Verdict.Abstain());
      assertThat(session.authorize(target, NOTHING).grantsAccess()).isTrue();
    }
  }

  @OnEachPython
  void v24_finds_by_its_text_what_was_stored_under_a_number(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authenticate(self):
                return {'verdict': 'ACCEPT', 'cookie': {1: 'a'}}
              def authorize(self, cookie):
                return {'verdict': 'ACCEPT', 'found': cookie['1']}
            """);
    var first = on.call(target, "authenticate", NOTHING);
    assertThat(result(on.callAfter(first, target, "authorize"))).containsEntry("found", "a");
  }

  @OnEachPython
  void v25_calls_a_session_ended_that_takes_no_session_cookie(PythonServer on) {
    var target =
        on.credentialStore(
            """
            class Plugin(object):
              def get_password_list(self, session_id):
                return {'passwords': [], 'cookie': {'account': 'root'}, 'session_cookie': {'a': 'b'}}
              def session_ended(self, session_id, cookie):
                print('checked in %s' % cookie['account'])
            """);
    var first = on.call(target, "get_password_list", NOTHING);
    assertThat(output(on.callAfter(first, target, "session_ended")))
        .isEqualTo("s-1: checked in root\n");
  }

  @OnEachPython
  void v27_an_authorize_with_former_names_only_gets_them(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authorize(self, cookie, session_cookie, target_server, target_username):
                return {'verdict': 'ACCEPT', 'got': [target_server, target_username]}
            """);
    var former = Map.of("target_server", "198.51.100.7", "target_username", "root");
    assertThat(result(on.call(target, "authorize", former)))
        .containsEntry("got", List.of("198.51.100.7", "root"));
  }
}
