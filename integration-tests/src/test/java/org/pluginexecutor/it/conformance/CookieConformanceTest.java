// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.it.conformance.PythonServer.output;
import static org.pluginexecutor.it.conformance.PythonServer.result;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.it.PluginZip;

/**
 * The rules C1 to C10: what a plugin gets back of its cookies. Calls carry them by hand, as any
 * caller of the API does, except where the rule is about sessions.
 */
class CookieConformanceTest {
  private static final Map<String, Object> NOTHING = Map.of();

  /** Shows what it gets, and returns what it is told to. */
  private static final String ECHO =
      """
      class Plugin(object):
        def authenticate(self, cookie, session_cookie, key_value_pairs):
          result = {'verdict': 'ACCEPT', 'got': [cookie, session_cookie]}
          result.update(key_value_pairs)
          return result
        def authorize(self, cookie, session_cookie):
          return {'verdict': 'ACCEPT', 'got': [cookie, session_cookie]}
      """;

  private static Map<String, Object> returning(Map<String, ? extends @Nullable Object> more) {
    return Map.of("key_value_pairs", more);
  }

  @OnEachPython
  void c1_gives_empty_dicts_to_the_first_call(PythonServer on) {
    assertThat(result(on.call(on.aa(ECHO), "authenticate", NOTHING)))
        .containsEntry("got", List.of(Map.of(), Map.of()));
  }

  @OnEachPython
  void c2_gives_the_returned_cookies_to_the_next_hook(PythonServer on) {
    var target = on.aa(ECHO);
    var cookies = Map.of("cookie", Map.of("own", "a"), "session_cookie", Map.of("all", "b"));
    var first = on.call(target, "authenticate", returning(cookies));
    assertThat(first.cookie()).isEqualTo(Map.of("own", "a"));
    assertThat(first.sessionCookie()).isEqualTo(Map.of("all", "b"));
    assertThat(result(on.callAfter(first, target, "authorize")))
        .containsEntry("got", List.of(Map.of("own", "a"), Map.of("all", "b")));
  }

  @OnEachPython
  void c3_keeps_a_cookie_per_instance_and_a_session_cookie_for_all_of_them(PythonServer on) {
    var zip =
        on.aaZip(
            """
            class Plugin(object):
              def __init__(self, configuration):
                self.name = configuration
              def authenticate(self, cookie, session_cookie):
                return {'verdict': 'ACCEPT', 'cookie': {'by': self.name},
                        'session_cookie': dict(session_cookie, last=self.name)}
              def session_ended(self, cookie, session_cookie):
                print('%s %s' % (cookie['by'], session_cookie['last']))
            """);
    on.upload(zip);
    var first = instance(on, zip.name() + "-1", zip);
    var second = instance(on, zip.name() + "-2", zip);
    var store =
        on.credentialStore(
            """
            class Plugin(object):
              def get_password_list(self, cookie, session_cookie):
                return {'passwords': [str(len(cookie)), session_cookie['last']],
                        'session_cookie': {'last': 'the store'}}
            """);
    var session = on.newSession();
    session.authenticate(first, NOTHING);
    session.authenticate(second, NOTHING);
    assertThat(session.getPasswordList(store, NOTHING).passwords())
        .containsExactly("0", zip.name() + "-2");
    assertThat(output(session.sessionEnded(first))).endsWith(": " + zip.name() + "-1 the store\n");
    assertThat(output(session.sessionEnded(second))).endsWith(": " + zip.name() + "-2 the store\n");
  }

  private static PluginTarget instance(PythonServer on, String name, PluginZip zip) {
    on.client().instances().create(name, zip.pluginName(), Optional.of(name));
    return new PluginTarget.Instance(name);
  }

  @OnEachPython
  void c4_refuses_a_cookie_that_is_not_json_and_says_where(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authenticate(self, key_value_pairs):
                values = {'object': object(), 'set': set(), 'infinity': float('inf'),
                          'function': len, 'tuple as key': {(1, 2): 3}}
                return {'verdict': 'ACCEPT', 'cookie': {'deep': [values[key_value_pairs['kind']]]}}
            """);
    for (var kind : List.of("object", "set", "infinity", "function", "tuple as key")) {
      assertThat(on.call(target, "authenticate", returning(Map.of("kind", kind))).outcome())
          .as(kind)
          .isInstanceOfSatisfying(
              Outcome.BadResult.class,
              bad -> assertThat(bad.path()).isEqualTo("result.cookie.deep[0]"));
    }
  }

  @OnEachPython
  void c4_takes_no_cookie_that_is_not_a_dict(PythonServer on) {
    var target = on.aa(ECHO);
    for (var key : List.of("cookie", "session_cookie")) {
      var response = on.call(target, "authenticate", returning(Map.of(key, List.of())));
      assertThat(response.outcome())
          .isInstanceOfSatisfying(
              Outcome.BadResult.class, bad -> assertThat(bad.path()).isEqualTo("result." + key));
      assertThat(response.cookie()).isEmpty();
    }
  }

  @OnEachPython
  void c5_brings_int_keys_back_as_text_and_tuples_as_lists(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authenticate(self):
                return {'verdict': 'NEEDINFO', 'question': ('n', 'Which device?'),
                        'cookie': {'devices': {1: 'phone', 2: 'token'}, 'pairs': [('a', 1), ('b', 2)]}}
              def authorize(self, cookie):
                return {'verdict': 'ACCEPT', 'device': cookie['devices']['2'],
                        'pair': cookie['pairs'][1], 'types': [type(p).__name__ for p in cookie['pairs']]}
            """);
    var first = on.call(target, "authenticate", NOTHING);
    assertThat(result(on.callAfter(first, target, "authorize")))
        .containsEntry("device", "token")
        .containsEntry("pair", List.of("b", 2L))
        .containsEntry("types", List.of("list", "list"));
  }

  @OnEachPython
  void c6_keeps_the_former_cookies_where_none_or_nothing_is_returned(PythonServer on) {
    var target =
        on.credentialStore(
            """
            class Plugin(object):
              def get_password_list(self):
                return {'passwords': [], 'cookie': {'call_count': 1}, 'session_cookie': {'a': 'b'}}
              def get_private_key_list(self):
                return {'cookie': None, 'session_cookie': None}
              def authentication_completed(self):
                return None
              def session_ended(self, cookie, session_cookie):
                print('%d %s' % (cookie['call_count'], session_cookie['a']))
            """);
    var passwords = on.call(target, "get_password_list", NOTHING);
    var keys = on.callAfter(passwords, target, "get_private_key_list");
    var completed = on.callAfter(keys, target, "authentication_completed");
    assertThat(output(on.callAfter(completed, target, "session_ended"))).isEqualTo("s-1: 1 b\n");
  }

  @OnEachPython
  void c7_q23_replaces_a_cookie_and_merges_nothing(PythonServer on) {
    var target = on.aa(ECHO);
    var session = on.newSession();
    session.authenticate(target, returning(Map.of("cookie", Map.of("a", 1L, "b", 2L))));
    session.authenticate(target, returning(Map.of("cookie", Map.of("b", 3L))));
    assertThat(result(session.authorize(target, NOTHING).response()))
        .containsEntry("got", List.of(Map.of("b", 3L), Map.of()));
    session.authenticate(target, returning(Map.of("cookie", Map.of())));
    assertThat(result(session.authorize(target, NOTHING).response()))
        .containsEntry("got", List.of(Map.of(), Map.of()));
  }

  @OnEachPython
  void c8_q24_counts_the_cookie_of_a_refusal_and_of_a_question(PythonServer on) {
    var target = on.aa(ECHO);
    for (var verdict : List.of("DENY", "NEEDINFO", "NONE")) {
      var answer =
          Map.of(
              "verdict",
              verdict,
              "question",
              List.of("key", "prompt"),
              "cookie",
              Map.of("from", verdict),
              "session_cookie",
              Map.of("also", verdict));
      var response = on.call(target, "authenticate", returning(answer));
      assertThat(response.cookie()).isEqualTo(Map.of("from", verdict));
      assertThat(response.sessionCookie()).isEqualTo(Map.of("also", verdict));
    }
  }

  @OnEachPython
  void c9_hands_the_known_keys_of_the_session_cookie_from_plugin_to_plugin(PythonServer on) {
    var known = new LinkedHashMap<String, @Nullable Object>();
    known.put("questions", Map.of("otp", "123456", "ticket", ""));
    for (var key :
        List.of(
            "token",
            "SessionKey",
            "VaultAddress",
            "SessionId",
            "AccessRequestId",
            "AuthUser",
            "AuthProvider",
            "WorkflowStatus",
            "CredentialStatus",
            "IdentityProvider")) {
      known.put(key, "value of " + key);
    }
    var store =
        on.credentialStore(
            """
            class Plugin(object):
              def get_password_list(self, session_cookie):
                return {'got': session_cookie}
            """);
    var session = on.newSession();
    session.authenticate(on.aa(ECHO), returning(Map.of("session_cookie", known)));
    assertThat(result(session.getPasswordList(store, NOTHING).response()))
        .containsEntry("got", known);
  }

  @OnEachPython
  void c10_gives_the_keys_of_the_sdk_back_as_they_were(PythonServer on) {
    var own = new LinkedHashMap<String, @Nullable Object>();
    own.put("__plugin_sdk_private", Map.of("check_in_trigger", "session-ended"));
    own.put("username", "alice");
    own.put("mfa_identity", null);
    own.put("account", null);
    own.put("asset", "198.51.100.7");
    own.put("_state", Arrays.asList(null, 1L, 1.0, true));
    var target = on.aa(ECHO);
    var first = on.call(target, "authenticate", returning(Map.of("cookie", own)));
    assertThat(result(on.callAfter(first, target, "authorize")))
        .containsEntry("got", List.of(own, Map.of()));
  }
}
