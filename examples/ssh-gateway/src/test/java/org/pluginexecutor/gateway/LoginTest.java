// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, who does not, and what plugins and users learn of it. */
class LoginTest extends GatewayTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String UNDECIDED =
      "Whether you may enter cannot be decided now; please try again later. (session ssh-";

  @Test
  void lets_in_with_the_second_password_and_calls_hooks_in_the_order_of_the_contract()
      throws Exception {
    var result = ssh("alice", "deploy", "echo out; echo err >&2; exit 7").result();

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
    assertThat(result.prompts()).isEmpty();
    awaitEnds();
    assertThat(latestCalls())
        .filteredOn(call -> call.startsWith("aa."))
        .containsExactly(
            "aa.authenticate protocol=ssh",
            "aa.authorize alice ops,web deploy 127.0.0.1 tests True",
            "aa.session_ended");
    assertThat(latestCalls())
        .filteredOn(call -> call.startsWith("cs."))
        .containsExactly(
            "cs.get_private_key_list",
            "cs.get_password_list alice ops,web password=",
            "cs.authentication_completed",
            "cs.session_ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"robot", "robot-ed25519"})
  void lets_in_with_a_key_and_asks_for_no_password(String serverUser) throws Exception {
    assertThat(ssh("alice", serverUser, "echo in").result().out()).isEqualTo("in\n");

    awaitEnds();
    assertThat(latestCalls()).noneMatch(call -> call.startsWith("cs.get_password_list"));
  }

  @Test
  void says_why_the_plugin_denies() throws Exception {
    var result = ssh("mallory", "deploy").result();

    assertThat(result.exitCode()).isEqualTo(255);
    assertThat(result.err())
        .contains("Access denied: Mallory [31m may not enter. (session ssh-")
        .hasLineCount(1);
    awaitEnds();
    assertThat(latestCalls()).containsExactly("aa.authenticate protocol=ssh", "aa.session_ended");
  }

  @Test
  void says_why_the_plugin_denies_the_server() throws Exception {
    assertThat(ssh("unauthorized", "deploy").result().err())
        .contains("Access denied: Not on this server.");
  }

  @Test
  void asks_for_a_one_time_password_until_it_is_right() throws Exception {
    var result = answering(List.of("1", "123456"), "otp", "deploy", "echo in").result();

    assertThat(result.out()).isEqualTo("in\n");
    assertThat(result.prompts())
        .hasSize(2)
        .allMatch(prompt -> prompt.endsWith("One-time password: "));
    awaitEnds();
    assertThat(latestCalls()).contains("aa.authorize alice ops deploy 127.0.0.1 tests True");
  }

  @Test
  void takes_a_one_time_password_from_the_login_name() throws Exception {
    var result = login(List.of(), "otp=123456@gu=otp@deploy@" + server.address()).result();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.prompts()).isEmpty();
    assertThat(gateway.log()).contains("LoginName[pairs=[otp, gu]").doesNotContain("123456");
  }

  @Test
  void sends_away_after_three_wrong_answers() throws Exception {
    var result = answering(List.of("1", "2", "3"), "otp", "deploy").result();

    assertThat(result.exitCode()).isEqualTo(255);
    assertThat(result.prompts()).hasSize(3);
    assertThat(result.err()).contains("Access denied: Three wrong answers.");
  }

  @Test
  void asks_as_often_as_the_plugin_does() throws Exception {
    var result = answering(List.of("a", "b", "c", "d", "e"), "chatty", "deploy").result();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.prompts()).hasSize(5);
  }

  /** OpenSSH's programs do not tell, so this user is another. */
  @Test
  void hides_what_is_typed_when_the_plugin_says_so() throws Exception {
    var echoes = new ArrayList<Boolean>();
    try (var client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
      client.setUserInteraction(new Typist(echoes));
      CoreModuleProperties.PASSWORD_PROMPTS.set(client, 10);
      client.start();
      var name = "gu=chatty@deploy@" + server.address();
      var session = client.connect(name, "127.0.0.1", gateway.port()).verify(LIMIT).getSession();
      session.auth().verify(LIMIT);
      session.close(false).await(LIMIT);
    }

    assertThat(echoes).containsExactly(true, false, true, false, true);
  }

  /** Types the same answer to everything, and notes whether it can be seen. */
  private record Typist(List<Boolean> echoes) implements UserInteraction {
    @Override
    public String[] interactive(
        ClientSession session,
        String name,
        String instruction,
        String lang,
        String[] prompts,
        boolean[] echo) {
      echoes.add(echo[0]);
      return new String[] {"answer"};
    }

    @Override
    public String getUpdatedPassword(ClientSession session, String prompt, String lang) {
      throw new UnsupportedOperationException("nobody asks for a new password");
    }
  }

  @Test
  void asks_what_the_plugin_wants_to_know_when_the_server_is_known() throws Exception {
    var result = answering(List.of("repairs"), "asked-later", "deploy").result();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.prompts()).singleElement().asString().endsWith("What for? ");
  }

  @Test
  void gives_a_password_of_password_authentication_to_the_credential_store() throws Exception {
    var name = "gu=alice@deploy@" + server.address();
    var result =
        login(
                List.of("gateway-secret"),
                name,
                "-o",
                "PreferredAuthentications=password,keyboard-interactive",
                "true")
            .result();

    assertThat(result.exitCode()).as(result.err()).isZero();
    awaitEnds();
    assertThat(latestCalls())
        .contains("cs.get_password_list alice ops,web password=gateway-secret");
    assertThat(gateway.log()).doesNotContain("gateway-secret");
  }

  @Test
  void the_password_alone_opens_nothing() throws Exception {
    var name = "gu=alice@deploy@" + server.address();
    var result =
        login(List.of("x", "x", "x"), name, "-o", "PreferredAuthentications=password", "true")
            .result();

    assertThat(result.exitCode()).isEqualTo(255);
    assertThat(executor.calls()).noneMatch(call -> call.contains("password=x"));
  }

  @ParameterizedTest
  @CsvSource({
    "abstains, the access plugin abstains",
    "raises, access plugin fails: it raised ValueError",
  })
  void lets_nobody_in_unless_the_plugin_accepts(String user, String reason) throws Exception {
    var result = ssh(user, "deploy").result();

    assertThat(result.exitCode()).isEqualTo(255);
    assertThat(result.err()).contains(UNDECIDED).doesNotContain("secret").hasLineCount(1);
    assertThat(gateway.log()).contains("refused: " + reason);
    var id = result.err().replaceAll("(?s).*\\(session (ssh-[0-9a-f-]+)\\).*", "$1");
    assertThat(executor.log().lines().filter(line -> line.contains(id))).isNotEmpty();
  }

  @Test
  void lets_nobody_in_whom_the_plugin_does_not_name() throws Exception {
    var result = login(List.of(), "deploy@" + server.address()).result();

    assertThat(result.err()).contains(UNDECIDED);
    assertThat(gateway.log()).contains("authenticate accepts nobody in particular");
  }

  @Test
  void says_what_is_wrong_with_a_login_name() throws Exception {
    assertThat(login(List.of(), "deploy").result().err())
        .contains("Login name: no server (expected: key=value@user@server");
  }

  @Test
  void says_that_no_credential_was_taken() throws Exception {
    assertThat(ssh("alice", "nobody").result().err())
        .contains("The server does not let the gateway in as this user.");
    awaitEnds();
    assertThat(latestCalls()).doesNotContain("cs.authentication_completed");
  }

  @Test
  void says_that_the_server_cannot_be_reached() throws Exception {
    server.kill();

    assertThat(ssh("alice", "deploy").result().err()).contains("The server cannot be reached.");

    server.restart();
  }

  @Test
  void fifty_at_once() throws Exception {
    var users = new ArrayList<SshProgram>();
    for (int i = 0; i < 50; i++) {
      users.add(ssh("alice", "deploy", "cat"));
    }
    for (var user : users) {
      user.process().outputWriter().append("hello\n").close();
    }
    for (var user : users) {
      assertThat(user.result()).extracting("exitCode", "out").containsExactly(0, "hello\n");
    }
  }
}
