// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.Verdict;

/**
 * The rules of the contract for cookies (3.1, C1 to C10, and Q24), with a real AA plugin and a real
 * credential store plugin in one session. Both print the cookies that they get, and return what the
 * test puts into an argument of the call, as Python.
 */
class CookieRulesTest {
  private static final String BODY =
      """
      import json, os, sys, time

      class Plugin:
        def __init__(self, configuration=''): pass

        def _hook(self, cookie, session_cookie, answer=None, **others):
          print('got ' + json.dumps([cookie, session_cookie], sort_keys=True))
          return eval(answer) if answer else None

      """;
  private static final List<String> AA_HOOKS = List.of("authenticate", "authorize");
  private static final List<String> STORE_HOOKS =
      List.of("get_password_list", "get_private_key_list", "get_totp_codes");

  private static final AtomicInteger count = new AtomicInteger();
  private static TestServer server;
  private static PluginTarget aa;
  private static PluginTarget store;

  private final PluginSession session = newSession();

  @BeforeAll
  static void start() {
    server = TestServer.start();
    aa = server.aa(plugin(AA_HOOKS));
    store = server.credentialStore(plugin(STORE_HOOKS));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String plugin(List<String> hooks) {
    var source = new StringBuilder(BODY);
    hooks.forEach(hook -> source.append("  ").append(hook).append(" = _hook\n"));
    return source
        .append("  def authentication_completed(self, cookie, session_cookie):\n")
        .append("    return self._hook(cookie, session_cookie)\n")
        .append("  def session_ended(self, cookie, session_cookie):\n")
        .append("    self._hook(cookie, session_cookie)\n")
        .append("    return {'cookie': {'end': 1}, 'session_cookie': {'end': 1}}\n")
        .toString();
  }

  private static PluginSession newSession() {
    return server.client().newSession("cookies-" + count.incrementAndGet());
  }

  /** Calls a hook that returns what the Python expression says. */
  private HookResponse answer(PluginTarget target, String hook, String expression) {
    return session.call(target, hook, Map.of("answer", expression));
  }

  private HookResponse accept(String cookies) {
    return answer(aa, "authenticate", "dict(verdict='ACCEPT', " + cookies + ")");
  }

  /** The cookies that a hook got: cookie and session cookie, as JSON. */
  private static String got(HookResponse response) {
    return TestServer.output(response)
        .lines()
        .filter(line -> line.contains(": got "))
        .map(line -> line.substring(line.indexOf(": got ") + 6))
        .findFirst()
        .orElse("nothing");
  }

  /** What this plugin's next hook gets. */
  private String next(PluginTarget target) {
    return got(
        target.equals(aa)
            ? session.call(aa, "authorize", Map.of())
            : session.authenticationCompleted(store));
  }

  @Test
  void c1_the_first_calls_of_a_session_get_empty_dicts() {
    assertThat(got(session.authenticate(aa, Map.of()).response())).isEqualTo("[{}, {}]");
    assertThat(got(session.getPasswordList(store, Map.of()).response())).isEqualTo("[{}, {}]");
  }

  @Test
  void c1_another_session_begins_with_empty_dicts_again() {
    accept("cookie={'a': 1}, session_cookie={'s': 1}");

    assertThat(got(newSession().authenticate(aa, Map.of()).response())).isEqualTo("[{}, {}]");
  }

  @Test
  void c2_every_hook_gets_what_was_returned_last() {
    accept("cookie={'a': 1}, session_cookie={'s': 1}");
    assertThat(got(answer(aa, "authorize", "dict(verdict='ACCEPT', cookie={'a': 2})")))
        .isEqualTo("[{\"a\": 1}, {\"s\": 1}]");
    assertThat(got(answer(store, "get_password_list", "dict(session_cookie={'s': 2})")))
        .isEqualTo("[{}, {\"s\": 1}]");
    assertThat(next(aa)).isEqualTo("[{\"a\": 2}, {\"s\": 2}]");
  }

  @Test
  void c3_a_cookie_belongs_to_one_plugin_and_the_session_cookie_to_all() {
    accept("cookie={'of': 'aa'}, session_cookie={'by': 'aa'}");
    assertThat(
            got(
                answer(
                    store,
                    "get_private_key_list",
                    "dict(cookie={'of': 'store'}, session_cookie={'by': 'store'})")))
        .isEqualTo("[{}, {\"by\": \"aa\"}]");
    assertThat(next(aa)).isEqualTo("[{\"of\": \"aa\"}, {\"by\": \"store\"}]");
    assertThat(next(store)).isEqualTo("[{\"of\": \"store\"}, {\"by\": \"store\"}]");
  }

  @Test
  void c3_two_instances_of_one_plugin_and_two_configurations_have_a_cookie_each() {
    var plugin = ((PluginTarget.Configured) aa).plugin();
    var number = count.incrementAndGet();
    server.client().instances().create("one-" + number, plugin, Optional.of(""));
    server.client().instances().create("two-" + number, plugin, Optional.of(""));
    var targets =
        List.of(
            new PluginTarget.Instance("one-" + number),
            new PluginTarget.Instance("two-" + number),
            new PluginTarget.Configured(plugin, "a"),
            new PluginTarget.Configured(plugin, "b"));
    for (int i = 0; i < targets.size(); i++) {
      var call = "dict(verdict='ACCEPT', cookie={'i': " + i + "})";
      assertThat(got(answer(targets.get(i), "authenticate", call))).isEqualTo("[{}, {}]");
    }
    for (int i = 0; i < targets.size(); i++) {
      var equal =
          targets.get(i) instanceof PluginTarget.Instance(var name)
              ? new PluginTarget.Instance(name)
              : targets.get(i);
      assertThat(got(session.call(equal, "authorize", Map.of())))
          .isEqualTo("[{\"i\": " + i + "}, {}]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "'x'", "{'a': {1}}", "{'a': b'x'}", "{'a': float('nan')}", "7"})
  void c4_what_is_no_json_is_no_cookie_and_the_former_ones_stay(String value) {
    accept("cookie={'a': 1}, session_cookie={'s': 1}");
    for (var key : List.of("cookie", "session_cookie")) {
      var response = accept(key + "=" + value);
      assertThat(response.outcome())
          .isInstanceOfSatisfying(
              Outcome.BadResult.class, bad -> assertThat(bad.path()).startsWith("result." + key));
    }
    assertThat(next(aa)).isEqualTo("[{\"a\": 1}, {\"s\": 1}]");
  }

  @Test
  void c5_a_cookie_goes_through_json_for_real() {
    accept(
        "cookie={1: 'a', None: 'b', False: 'c', 'tuple': (1, (2,)), 'int': 101, 'float': 101.0,"
            + " 'big': 10 ** 30}");

    assertThat(next(aa))
        .isEqualTo(
            "[{\"1\": \"a\", \"big\": 1000000000000000000000000000000, \"false\": \"c\", \"float\":"
                + " 101.0, \"int\": 101, \"null\": \"b\", \"tuple\": [1, [2]]}, {}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "None",
        "dict(verdict='ACCEPT')",
        "dict(verdict='ACCEPT', cookie=None, session_cookie=None)"
      })
  void c6_no_returned_cookie_keeps_the_former_one(String result) {
    accept("cookie={'a': 1}, session_cookie={'s': 1}");
    answer(aa, "authorize", result);

    assertThat(next(aa)).isEqualTo("[{\"a\": 1}, {\"s\": 1}]");
  }

  @Test
  void c6_a_missing_hook_and_a_bare_list_keep_them_too() {
    accept("session_cookie={'s': 1}");
    answer(store, "get_password_list", "dict(cookie={'c': 1})");
    answer(store, "get_totp_codes", "[{'code': '123456'}]");
    session.call(store, "get_remote_app_credentials", Map.of());

    assertThat(next(store)).isEqualTo("[{\"c\": 1}, {\"s\": 1}]");
  }

  @Test
  void c7_a_returned_cookie_replaces_the_former_one() {
    accept("cookie={'a': 1, 'b': {'c': 1}}, session_cookie={'s': 1}");
    accept("cookie={'b': {'d': 1}}, session_cookie={'t': 1}");
    assertThat(next(aa)).isEqualTo("[{\"b\": {\"d\": 1}}, {\"t\": 1}]");

    accept("cookie={}, session_cookie={}");
    assertThat(next(aa)).isEqualTo("[{}, {}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCEPT", "DENY", "NEEDINFO", "NONE"})
  void c8_a_cookie_counts_with_every_verdict(String verdict) {
    for (var hook : AA_HOOKS) {
      var result =
          "dict(verdict='%s', question=('k', 'p'), cookie={'%s': 1}, session_cookie={'s': 1})"
              .formatted(verdict, hook);
      answer(aa, hook, result);

      assertThat(next(aa)).isEqualTo("[{\"" + hook + "\": 1}, {\"s\": 1}]");
    }
  }

  @Test
  void c9_the_known_keys_of_the_session_cookie_reach_the_other_plugin() {
    accept(
        "session_cookie={'questions': {'ticket': 'T-1'}, 'token': 't', 'AccessRequestId': 7,"
            + " 'IdentityProvider': None}");

    assertThat(got(session.getPasswordList(store, Map.of()).response()))
        .isEqualTo(
            "[{}, {\"AccessRequestId\": 7, \"IdentityProvider\": null, \"questions\":"
                + " {\"ticket\": \"T-1\"}, \"token\": \"t\"}]");
  }

  @Test
  void c10_the_known_keys_of_the_cookie_reach_the_next_hook() {
    answer(
        store,
        "get_password_list",
        "dict(passwords=['p'], cookie={'account': None, 'asset': 'db', '__plugin_sdk_private':"
            + " {'check_in_trigger': 'session-ended'}})");

    assertThat(next(store))
        .isEqualTo(
            "[{\"__plugin_sdk_private\": {\"check_in_trigger\": \"session-ended\"}, \"account\":"
                + " null, \"asset\": \"db\"}, {}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 / 0",
        "{'verdict': 'accept', 'cookie': {'new': 1}, 'session_cookie': {'new': 1}}",
        "sys.exit(0)",
        "os._exit(0)",
        "__import__('ctypes').string_at(0)"
      })
  void the_former_cookies_stay_when_there_is_no_answer(String expression) {
    accept("cookie={'a': 1}, session_cookie={'s': 1}");
    var response = answer(aa, "authorize", expression);

    assertThat(response.outcome()).isNotInstanceOf(Outcome.Returned.class);
    assertThat(response.cookie()).isEqualTo(Map.of("a", 1L));
    assertThat(session.end()).containsOnlyKeys(aa);
  }

  @Test
  void after_a_time_out_session_ended_gets_the_former_cookies() {
    var options = TestServer.options(server.server()).timeLimit(Duration.ofSeconds(2)).build();
    try (var client = PluginExecutorClient.connect(options)) {
      var impatient = client.newSession("cookies-of-a-slow-one");
      var result = "dict(verdict='ACCEPT', cookie={'a': 1}, session_cookie={'s': 1})";
      impatient.call(aa, "authenticate", Map.of("answer", result));
      var response = impatient.call(aa, "authorize", Map.of("answer", "time.sleep(60)"));

      assertThat(response.outcome()).isInstanceOf(Outcome.TimedOut.class);
      assertThat(impatient.end().values())
          .map(CookieRulesTest::got)
          .containsExactly("[{\"a\": 1}, {\"s\": 1}]");
    }
  }

  @Test
  void the_end_gives_every_plugin_its_last_cookie_and_ignores_what_comes_back() {
    accept("cookie={'a': 1}, session_cookie={'s': 1}");
    answer(store, "get_password_list", "dict(cookie={'c': 1})");
    answer(aa, "authorize", "1 / 0");

    var ended = session.end();

    Map<PluginTarget, String> seen = new HashMap<>();
    ended.forEach((target, response) -> seen.put(target, got(response)));
    assertThat(seen)
        .isEqualTo(Map.of(aa, "[{\"a\": 1}, {\"s\": 1}]", store, "[{\"c\": 1}, {\"s\": 1}]"));
    assertThat(ended.values())
        .allSatisfy(response ->
            assertThat(response.outcome())
                .isInstanceOfSatisfying(
                    Outcome.Returned.class, returned -> assertThat(returned.result()).isNull()));
  }

  @Test
  void a_need_info_loop_carries_both_cookies() {
    Map<String, @Nullable Object> ask =
        Map.of(
            "answer",
            "dict(verdict='NEEDINFO', question=['k', 'p', True],"
                + " cookie={'n': cookie.get('n', 0) + 1},"
                + " session_cookie={'m': session_cookie.get('m', 0) + 1})");
    for (int round = 1; round <= 3; round++) {
      assertThat(session.authenticate(aa, ask).verdict())
          .isEqualTo(new Verdict.NeedInfo("k", "p", true));
    }
    assertThat(next(aa)).isEqualTo("[{\"n\": 3}, {\"m\": 3}]");
  }
}
