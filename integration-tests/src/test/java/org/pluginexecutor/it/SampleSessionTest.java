// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.Verdict;

/**
 * One whole gateway session with our own two sample plugins, as instances with their default
 * configuration.
 */
class SampleSessionTest {
  private static TestServer server;
  private static PluginTarget aa;
  private static PluginTarget credentialStore;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    aa = instance("sample_aa");
    credentialStore = instance("sample_credentialstore");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PluginTarget instance(String plugin) {
    Path directory = TestServer.home().resolve("examples").resolve(plugin);
    server.upload(plugin, PluginZip.ofDirectory(directory));
    var name = new PluginName(Optional.empty(), plugin, Optional.empty());
    server.client().instances().create(plugin + "-1", name, Optional.empty());
    return new PluginTarget.Instance(plugin + "-1");
  }

  private static Map<String, Object> connection(Map<String, Object> more) {
    var arguments = new HashMap<String, Object>();
    arguments.put("protocol", "ssh");
    arguments.put("connection_name", "servers");
    arguments.put("client_ip", "192.0.2.10");
    arguments.put("gateway_user", "alice");
    arguments.putAll(more);
    return arguments;
  }

  @Test
  void a_user_gets_in_and_the_session_ends_for_both_plugins() {
    var session = server.client().newSession("demo-1");
    var asked = session.authenticate(aa, connection(Map.of()));
    assertThat(asked.verdict()).isEqualTo(new Verdict.NeedInfo("otp", "One-time password: ", true));

    var answers = Map.<String, Object>of("key_value_pairs", Map.of("otp", "123456"));
    var accepted = session.authenticate(aa, connection(answers));
    assertThat(accepted.verdict())
        .isInstanceOfSatisfying(
            Verdict.Accept.class,
            accept -> {
              assertThat(accept.gatewayUser()).contains("alice");
              assertThat(accept.gatewayGroups()).contains(List.of("operators", "webmasters"));
            });

    Map<String, Object> target =
        Map.of("server_username", "root", "server_ip", "198.51.100.7", "server_port", 22);
    assertThat(session.authorize(aa, connection(target)).grantsAccess()).isTrue();

    var passwords = session.getPasswordList(credentialStore, target);
    assertThat(passwords.passwords()).containsExactly("sample-password-new", "sample-password-old");
    assertThat(passwords.response().sessionCookie())
        .containsKeys("sample_aa", "sample_credentialstore");
    assertThat(session.getPrivateKeyList(credentialStore, target).privateKeys()).hasSize(1);
    assertThat(TestServer.output(session.authenticationCompleted(credentialStore)))
        .contains("demo-1: authentication_completed: check-in of checkout");

    var ended = session.end();
    assertThat(ended).containsOnlyKeys(aa, credentialStore);
    assertThat(ended.values())
        .map(HookResponse::outcome)
        .allMatch(o -> o instanceof Outcome.Returned);
    assertThat(TestServer.output(java.util.Objects.requireNonNull(ended.get(aa))))
        .contains("demo-1: session_ended: session demo-1: attempts=1");
  }

  @Test
  void wrong_answers_are_denied_in_the_end() {
    var session = server.client().newSession("demo-2");
    var wrong = connection(Map.of("key_value_pairs", Map.of("otp", "000000")));
    assertThat(session.authenticate(aa, wrong).verdict()).isInstanceOf(Verdict.NeedInfo.class);
    assertThat(session.authenticate(aa, wrong).verdict()).isInstanceOf(Verdict.NeedInfo.class);
    assertThat(session.authenticate(aa, wrong).verdict())
        .isEqualTo(
            new Verdict.Deny(Optional.of("Too many wrong one-time passwords."), Optional.empty()));
  }

  @Test
  void one_time_codes_come_from_the_credential_store() {
    var response =
        server.call(
            credentialStore, "get_totp_codes", Map.of("account", "root", "asset", "198.51.100.7"));
    var result = ((Outcome.Returned) response.outcome()).result();
    assertThat(result).containsKey("totp_codes");
  }
}
