// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.Verdict;
import org.pluginexecutor.server.runtime.PythonRuntime;

/** The seven samples of the original documents (contract 5.1) give the documented results. */
class DocumentedSamplesTest {
  private static final Map<String, Object> CONNECTION =
      Map.of(
          "protocol", "ssh",
          "connection_name", "servers",
          "client_ip", "192.0.2.10",
          "client_port", 51000,
          "key_value_pairs", Map.of());
  private static final Map<String, Object> SERVER =
      Map.of(
          "protocol", "ssh",
          "client_ip", "192.0.2.10",
          "gateway_username", "bob",
          "server_username", "root",
          "server_ip", "198.51.100.7",
          "server_port", 22);

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PluginTarget sample(String name) {
    return server.upload(
        name,
        PluginZip.ofDirectory(TestServer.home().resolve("examples/documented").resolve(name)));
  }

  /** A sample written for Python 2. Where there is no Python 2 the test is skipped and says so. */
  private static PluginTarget python2Sample(String name) {
    assumeTrue(
        server.server().runtimes().stream().anyMatch(PythonRuntime::isPython2),
        "needs a Python 2.7, which is not on this machine");
    return sample(name);
  }

  private static Map<String, Object> with(Map<String, Object> arguments, String key, Object value) {
    var changed = new HashMap<>(arguments);
    changed.put(key, value);
    return changed;
  }

  private static @Nullable Map<String, @Nullable Object> result(HookResponse response) {
    return ((Outcome.Returned) response.outcome()).result();
  }

  @Test
  void x1_accepts_everyone_with_metadata_and_an_unknown_key() {
    var response = server.call(sample("x1_accept_all"), "authenticate", CONNECTION);
    assertThat(result(response))
        .containsEntry("verdict", "ACCEPT")
        .containsKey("additional_metadata")
        .hasSize(3);
  }

  @Test
  void x2_accepts_without_taking_arguments() {
    var response = server.call(sample("x2_minimal_accept"), "authenticate", CONNECTION);
    assertThat(result(response)).isEqualTo(Map.of("verdict", "ACCEPT"));
  }

  @Test
  void x3_counts_wrong_tokens_in_its_cookie_and_denies_after_three() {
    var target = sample("x3_token_counter");
    var session = server.client().newSession("x3");
    for (long attempt = 1; attempt <= 3; attempt++) {
      var answer = session.authenticate(target, CONNECTION);
      assertThat(answer.verdict()).isInstanceOf(Verdict.NeedInfo.class);
      assertThat(((Verdict.NeedInfo) answer.verdict()).key()).isEqualTo("token");
      assertThat(answer.response().cookie()).isEqualTo(Map.of("cnt", attempt));
    }
    var last = session.authenticate(target, CONNECTION);
    assertThat(last.verdict()).isInstanceOf(Verdict.Deny.class);
    assertThat(((Verdict.Deny) last.verdict()).failure()).isEmpty();
  }

  @Test
  void x3_accepts_the_fixed_token() {
    var arguments = with(CONNECTION, "key_value_pairs", Map.of("token", "open-sesame"));
    var session = server.client().newSession("x3-good");
    assertThat(session.authenticate(sample("x3_token_counter"), arguments).grantsAccess()).isTrue();
  }

  @Test
  void x4_asks_for_a_token_and_then_gives_user_groups_metadata_and_cookie() {
    var target = sample("x4_token_groups");
    PluginSession session = server.client().newSession("x4");
    assertThat(session.authenticate(target, CONNECTION).verdict())
        .isInstanceOf(Verdict.NeedInfo.class);
    var accepted =
        session.authenticate(target, with(CONNECTION, "key_value_pairs", Map.of("token", "t-1")));
    assertThat(accepted.verdict())
        .isEqualTo(
            new Verdict.Accept(
                Optional.of("bob"),
                Optional.of(List.of("operators", "auditors")),
                Optional.of("t-1")));
    assertThat(accepted.response().cookie()).isEqualTo(Map.of("client_ip", "192.0.2.10"));
    assertThat(TestServer.output(session.sessionEnded(target))).contains("192.0.2.10");
  }

  @Test
  void x5_prints_its_cookie_sorted_in_one_line() {
    var response =
        server
            .client()
            .call(
                org.pluginexecutor.client.HookCall.newBuilder(
                        sample("x5_session_summary"), "session_ended", "x5")
                    .cookie(Map.of("user", "bob", "count", 2, "a", "b"))
                    .build());
    assertThat(result(response)).isNull();
    assertThat(TestServer.output(response)).containsPattern("x5: .*x5.*a=b, count=2, user=bob");
  }

  @Test
  void x6_returns_passwords_and_keys_of_the_user_on_python_2() {
    var target = python2Sample("x6_static_credentials");
    var session = server.client().newSession("x6");
    assertThat(session.getPasswordList(target, SERVER).passwords()).hasSize(2);
    var keys = session.getPrivateKeyList(target, SERVER).privateKeys();
    assertThat(keys).hasSize(1);
    assertThat(keys.getFirst().type()).isEqualTo("ssh-rsa");
    assertThat(keys.getFirst().pem()).contains("-----BEGIN RSA PRIVATE KEY-----");
    var stranger = with(SERVER, "server_username", "nobody");
    assertThat(session.getPasswordList(target, stranger).passwords()).isEmpty();
    assertThat(result(session.authenticationCompleted(target))).isNull();
    assertThat(result(session.sessionEnded(target))).isNull();
  }

  @Test
  void x7_logs_its_arguments_and_counts_its_calls_on_python_2() {
    var target = python2Sample("x7_logged_arguments");
    var session = server.client().newSession("x7");
    var first = session.getPasswordList(target, SERVER).response();
    assertThat(first.cookie()).isEqualTo(Map.of("call_count", 1L));
    assertThat(TestServer.output(first))
        .contains("target_username = ")
        .contains("target_port = 22");
    var second = session.getPasswordList(target, SERVER).response();
    assertThat(second.cookie()).isEqualTo(Map.of("call_count", 2L));
    assertThat(session.getPrivateKeyList(target, SERVER).privateKeys()).isEmpty();
    assertThat(TestServer.output(session.authenticationCompleted(target))).contains("2 calls");
    assertThat(TestServer.output(session.sessionEnded(target))).contains("2 calls");
  }
}
