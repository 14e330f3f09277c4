// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.it.conformance.PythonServer.output;
import static org.pluginexecutor.it.conformance.PythonServer.result;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PrivateKey;
import org.pluginexecutor.client.Verdict;

/** The readings among Q1 to Q38 that are about calls of hooks and what they return. */
class HookReadingsConformanceTest {
  private static final Map<String, Object> NOTHING = Map.of();

  /** Calls the hook with these arguments and returns the dict {@code got} of its result. */
  private static Object got(
      PythonServer on, String hook, String signature, String got, Map<String, Object> arguments) {
    var source =
        "class Plugin(object):\n  def %s(self, %s):\n    return {'verdict': 'ACCEPT', 'got': %s}\n"
            .formatted(hook, signature, got);
    var target = hook.startsWith("auth") ? on.aa(source) : on.credentialStore(source);
    return String.valueOf(result(on.call(target, hook, arguments)).get("got"));
  }

  @OnEachPython
  void q5_shows_the_reason_of_a_refusal(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authenticate(self):
                return {'verdict': 'DENY', 'reason': 'Your account is locked.'}
            """);
    assertThat(on.newSession().authenticate(target, NOTHING).verdict())
        .isEqualTo(new Verdict.Deny(Optional.of("Your account is locked."), Optional.empty()));
  }

  @OnEachPython
  void q6_lets_authorize_ask_as_well(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authorize(self, key_value_pairs, cookie):
                if key_value_pairs.get('ticket') == cookie.get('wanted'):
                  return {'verdict': 'ACCEPT'}
                return {'verdict': 'NEEDINFO', 'question': ('ticket', 'Ticket: '), 'cookie': {'wanted': 'T-1'}}
            """);
    var session = on.newSession();
    var pairs = Map.of("key_value_pairs", Map.of("ticket", ""));
    assertThat(session.authorize(target, pairs).verdict())
        .isEqualTo(new Verdict.NeedInfo("ticket", "Ticket: ", false));
    var answered = Map.of("key_value_pairs", Map.of("ticket", "T-1"));
    assertThat(session.authorize(target, answered).grantsAccess()).isTrue();
  }

  @OnEachPython
  void q7_takes_no_user_and_no_groups_from_authorize(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authorize(self):
                return {'verdict': 'ACCEPT', 'gateway_user': 'mallory', 'gateway_groups': ['admins']}
            """);
    assertThat(on.newSession().authorize(target, NOTHING).verdict())
        .isEqualTo(new Verdict.Accept(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @OnEachPython
  void q7_names_in_the_log_what_it_left_out(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authorize(self):
                return {'verdict': 'ACCEPT', 'gateway_user': 'mallory', 'gateway_groups': ['admins']}
            """);
    assertThat(output(on.call(target, "authorize", NOTHING)))
        .contains("gateway_user")
        .contains("gateway_groups")
        .doesNotContain("mallory");
  }

  private static final Map<String, Object> APPLICATION =
      Map.of(
          "account",
          "scott",
          "asset",
          "db.example.com",
          "connection_name",
          "applications",
          "gateway_username",
          "alice",
          "server_username",
          "root",
          "server_port",
          3389);

  private static final String APPLICATION_SIGNATURE =
      "account, asset, connection_name, gateway_username, target_username, target_port";
  private static final String APPLICATION_GOT =
      "'%s %s %s %s %s %d' % (account, asset, connection_name, gateway_username, target_username,"
          + " target_port)";

  @OnEachPython
  void q8_offers_account_asset_and_connection_to_get_remote_app_credentials(PythonServer on) {
    assertThat(
            got(
                on,
                "get_remote_app_credentials",
                APPLICATION_SIGNATURE,
                APPLICATION_GOT,
                APPLICATION))
        .isEqualTo("scott db.example.com applications alice root 3389");
  }

  @OnEachPython
  void q8_brings_what_get_remote_app_credentials_returns(PythonServer on) {
    var target =
        on.credentialStore(
            """
            class Plugin(object):
              def get_remote_app_credentials(self):
                return {'passwords': ['tiger'], 'account': 'scott', 'asset': 'db', 'need_info': False,
                        'launch_information': ['/k'], 'additional_information': {'a': 1},
                        'cookie': {'checked_out': 7}, 'session_cookie': {}}
            """);
    var response = on.call(target, "get_remote_app_credentials", NOTHING);
    assertThat(result(response))
        .containsEntry("passwords", List.of("tiger"))
        .containsEntry("account", "scott")
        .containsEntry("asset", "db")
        .containsEntry("need_info", false)
        .containsEntry("launch_information", List.of("/k"))
        .containsEntry("additional_information", Map.of("a", 1L));
    assertThat(response.cookie()).isEqualTo(Map.of("checked_out", 7L));
  }

  @OnEachPython
  void q9_offers_the_same_to_get_totp_codes_and_brings_its_codes(PythonServer on) {
    assertThat(got(on, "get_totp_codes", APPLICATION_SIGNATURE, APPLICATION_GOT, APPLICATION))
        .isEqualTo("scott db.example.com applications alice root 3389");
    var target =
        on.credentialStore(
            """
            class Plugin(object):
              def get_totp_codes(self):
                return {'totp_codes': [{'unix_time': 1761749392, 'period': 30, 'code': '123456'}],
                        'cookie': {'a': 'b'}}
            """);
    var response = on.call(target, "get_totp_codes", NOTHING);
    assertThat(result(response))
        .containsEntry(
            "totp_codes",
            List.of(Map.of("unix_time", 1761749392L, "period", 30L, "code", "123456")));
    assertThat(response.cookie()).isEqualTo(Map.of("a", "b"));
  }

  @OnEachPython
  void q9_takes_a_bare_list_of_codes_as_well(PythonServer on) {
    var target =
        on.credentialStore(
            """
            class Plugin(object):
              def get_totp_codes(self):
                return [{'unix_time': 1761749392, 'period': 30, 'code': '123456'}]
            """);
    assertThat(result(on.call(target, "get_totp_codes", NOTHING)))
        .containsEntry(
            "totp_codes",
            List.of(Map.of("unix_time", 1761749392L, "period", 30L, "code", "123456")));
  }

  @OnEachPython
  void q12_takes_a_missing_hook_for_one_that_returned_none_and_says_so(PythonServer on) {
    var response = on.call(on.aa("class Plugin(object): pass\n"), "authenticate", NOTHING);
    assertThat(((Outcome.Returned) response.outcome()).result()).isNull();
    assertThat(output(response)).contains("the plugin has no method authenticate");
  }

  @OnEachPython
  void q20_takes_former_host_names_from_the_address_or_else_the_name(PythonServer on) {
    var both = Map.<String, Object>of("server_ip", "198.51.100.7", "server_hostname", "db");
    var name = Map.<String, Object>of("server_hostname", "db");
    assertThat(got(on, "authorize", "target_server", "target_server", both))
        .isEqualTo("198.51.100.7");
    assertThat(got(on, "authorize", "target_server", "target_server", name)).isEqualTo("db");
    assertThat(got(on, "get_password_list", "target_host", "target_host", both))
        .isEqualTo("198.51.100.7");
    assertThat(got(on, "get_password_list", "target_host", "target_host", name)).isEqualTo("db");
  }

  @OnEachPython
  void q21_offers_both_generations_of_names_to_aa_hooks(PythonServer on) {
    var given = Map.<String, Object>of("server_username", "root", "server_port", 22);
    assertThat(
            got(
                on,
                "authorize",
                "server_username, target_username, server_port, target_port",
                "'%s %s %d %d' % (server_username, target_username, server_port, target_port)",
                given))
        .isEqualTo("root root 22 22");
    assertThat(got(on, "authenticate", "target_username", "target_username", given))
        .isEqualTo("root");
  }

  @OnEachPython
  void q22_names_the_protocol_in_lower_case(PythonServer on) {
    assertThat(got(on, "authenticate", "protocol", "protocol", Map.of("protocol", "SSH")))
        .isEqualTo("ssh");
    assertThat(got(on, "get_password_list", "protocol", "protocol", Map.of("protocol", "Rdp")))
        .isEqualTo("rdp");
  }

  private static final String FAILING_LATER =
      """
      import time
      class Plugin(object):
        def authenticate(self):
          return {'verdict': 'ACCEPT', 'cookie': {'step': 1}, 'session_cookie': {'all': 1}}
        def authorize(self, key_value_pairs, cookie):
          cookie['step'] = 2
          if key_value_pairs.get('how') == 'raise':
            raise ValueError('no')
          time.sleep(60)
        def session_ended(self, cookie, session_cookie):
          print('%d %d' % (cookie['step'], session_cookie['all']))
      """;

  @OnEachPython
  void q24_keeps_the_last_stored_cookies_after_an_exception_and_a_time_out(PythonServer on) {
    var target = on.aa(FAILING_LATER);
    var first = on.call(target, "authenticate", NOTHING);
    for (var how : List.of("raise", "wait")) {
      var failed =
          on.client()
              .call(
                  HookCall.newBuilder(target, "authorize", "s-1")
                      .arguments(Map.of("key_value_pairs", Map.of("how", how)))
                      .cookie(first.cookie())
                      .sessionCookie(first.sessionCookie())
                      .timeLimit(Duration.ofMillis(how.equals("raise") ? 20_000 : 300))
                      .build());
      assertThat(failed.outcome())
          .isInstanceOf(how.equals("raise") ? Outcome.Raised.class : Outcome.TimedOut.class);
      assertThat(failed.cookie()).isEqualTo(Map.of("step", 1L));
      assertThat(failed.sessionCookie()).isEqualTo(Map.of("all", 1L));
    }
  }

  @OnEachPython
  void q25_ends_a_session_once_for_every_plugin_that_ran_however_it_went(PythonServer on) {
    var ending = "  def session_ended(self, session_id):\n    print('ended')\n";
    var denying =
        on.aa(
            "class Plugin(object):\n  def authenticate(self):\n    return {'verdict': 'DENY'}\n"
                + ending);
    var failing =
        on.aa(
            "class Plugin(object):\n  def authenticate(self):\n    raise ValueError()\n" + ending);
    var unused = on.aa("class Plugin(object):\n" + ending);
    var session = on.newSession();
    session.authenticate(denying, NOTHING);
    session.authenticate(failing, NOTHING);
    var ended = session.end();
    assertThat(ended).containsOnlyKeys(denying, failing).doesNotContainKey(unused);
    assertThat(ended.values()).allMatch(response -> output(response).endsWith(": ended\n"));
    assertThat(session.end()).isEmpty();
  }

  @OnEachPython
  void q26_refuses_when_authorize_abstains_and_says_so(PythonServer on) {
    for (var answer : List.of("None", "{'verdict': 'NONE'}")) {
      var target =
          on.aa("class Plugin(object):\n  def authorize(self):\n    return %s\n".formatted(answer));
      var answered = on.newSession().authorize(target, NOTHING);
      assertThat(answered.verdict())
          .isEqualTo(new Verdict.Deny(Optional.empty(), Optional.empty()));
      assertThat(output(answered.response())).contains("authorize").contains("DENY");
    }
  }

  @OnEachPython
  void q27_takes_verdicts_in_capitals_only(PythonServer on) {
    for (var verdict : List.of("accept", "Accept", "ACCEPT ", "")) {
      var target =
          on.aa(
              "class Plugin(object):\n  def authenticate(self):\n    return {'verdict': '%s'}\n"
                  .formatted(verdict));
      var answered = on.newSession().authenticate(target, NOTHING);
      assertThat(answered.grantsAccess()).isFalse();
      assertThat(answered.response().outcome())
          .isInstanceOfSatisfying(
              Outcome.BadResult.class, bad -> assertThat(bad.path()).isEqualTo("result.verdict"));
    }
  }

  @OnEachPython
  void q35_skips_private_keys_of_other_types_with_a_line_in_the_log(PythonServer on) {
    var target =
        on.credentialStore(
            """
            PEM = '-----BEGIN %s-----\\n' + 'A' * 64 + '\\nAAAA\\n-----END %s-----\\n'
            RSA = PEM.replace('%s', 'RSA PRIVATE KEY')
            ANY = PEM.replace('%s', 'PRIVATE KEY')
            class Plugin(object):
              def get_private_key_list(self):
                return {'private_keys': [('ssh-ed25519', ANY), ('ssh-rsa', RSA),
                                         ('ecdsa-sha2-nistp256', ANY), ('ssh-dss', ANY)]}
            """);
    var keys = on.newSession().getPrivateKeyList(target, NOTHING);
    assertThat(keys.privateKeys())
        .extracting(PrivateKey::type)
        .containsExactly("ssh-rsa", "ssh-dss");
    assertThat(output(keys.response())).contains("private_keys[0]").contains("private_keys[2]");
  }

  @OnEachPython
  void q37_gives_each_plugin_a_persistent_and_an_ephemeral_directory(PythonServer on) {
    var source =
        """
        import os
        class Plugin(object):
          def authenticate(self):
            seen = []
            for name in ('SCB_PLUGIN_STATE_DIRECTORY', 'EPHEMERAL_PLUGIN_STATE_DIRECTORY'):
              seen.append(os.listdir(os.environ[name]))
              open(os.path.join(os.environ[name], 'of a call'), 'w').close()
            return {'verdict': 'ACCEPT', 'seen': seen}
        """;
    var first = on.aa(source);
    var second = on.aa(source);
    var empty = List.of(List.of(), List.of());
    assertThat(result(on.call(first, "authenticate", NOTHING))).containsEntry("seen", empty);
    assertThat(result(on.call(first, "authenticate", NOTHING)))
        .containsEntry("seen", List.of(List.of("of a call"), List.of("of a call")));
    assertThat(result(on.call(second, "authenticate", NOTHING))).containsEntry("seen", empty);
  }

  @OnEachPython
  void q38_closes_standard_input_and_allows_the_network(PythonServer on) throws IOException {
    var target =
        on.aa(
            """
            import socket, sys
            class Plugin(object):
              def authenticate(self, key_value_pairs):
                connection = socket.create_connection(('127.0.0.1', key_value_pairs['port']), 10)
                connection.close()
                return {'verdict': 'ACCEPT', 'input': sys.stdin.read()}
            """);
    try (var backend = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Map.of("key_value_pairs", Map.of("port", backend.getLocalPort()));
      assertThat(result(on.call(target, "authenticate", port))).containsEntry("input", "");
    }
  }
}
