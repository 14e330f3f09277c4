// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * However a session ends, its plugins hear of it once; that is looked at after each test, so some
 * only do what ends the session.
 */
class SessionEndTest extends GatewayTest {
  private SshProgram open() throws Exception {
    return ssh("alice", "deploy", "echo in; cat").awaitOutput("in\n");
  }

  @Test
  void the_user_is_killed() throws Exception {
    open().process().destroyForcibly();

    awaitEnds();
  }

  @Test
  void the_user_goes_while_a_question_waits() throws Exception {
    // It hangs in the program that is to ask the user.
    var user = answering(List.of(), "otp", "deploy", "-o", "NumberOfPasswordPrompts=1", "true");
    Eventually.holds(() -> assertThat(latestCalls()).contains("aa.authenticate protocol=ssh"));
    user.process().destroyForcibly();

    Eventually.holds(() -> assertThat(latestCalls()).contains("aa.session_ended"));
  }

  @Test
  void the_user_goes_while_a_plugin_hangs() throws Exception {
    var user = ssh("hangs", "deploy");
    Eventually.holds(() -> assertThat(latestCalls()).contains("aa.authenticate protocol=ssh"));
    user.process().destroyForcibly();

    // Long before the hook's time is over: it is killed, not waited for.
    Eventually.holds(() ->
        assertThat(latestCalls())
            .containsExactly("aa.authenticate protocol=ssh", "aa.session_ended"));
  }

  @Test
  void the_server_is_killed() throws Exception {
    var user = open();
    server.kill();

    assertThat(user.result().exitCode()).isEqualTo(255);
    server.restart();
    assertThat(ssh("alice", "deploy").result().exitCode()).isZero();
  }

  @Test
  void the_gateway_is_stopped() throws Exception {
    var users = List.of(open(), open(), open());
    long before = ended();
    gateway.process().destroy();

    for (var user : users) {
      var result = user.result();
      assertThat(result.exitCode()).isEqualTo(255);
      assertThat(result.err()).contains("The gateway is stopping.");
    }
    assertThat(gateway.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    // It has waited for them: nobody else would call them now.
    assertThat(ended()).isEqualTo(before + users.size());
  }

  private long ended() {
    return executor.calls().stream().filter(call -> call.endsWith("cs.session_ended")).count();
  }

  @Test
  void the_executor_is_killed_in_the_middle_of_a_session() throws Exception {
    var user = open();
    executor.kill();
    user.process().outputWriter().append("still here\n").flush();
    user.awaitOutput("still here\n").process().outputWriter().close();
    assertThat(user.result().exitCode()).isZero();
    executor.startAgain();

    Eventually.holds(() -> assertThat(latestCalls()).contains("cs.session_ended"));
  }

  @Test
  void the_executor_is_killed_in_the_middle_of_authenticate() throws Exception {
    var user = ssh("hangs", "deploy");
    Eventually.holds(() -> assertThat(latestCalls()).contains("aa.authenticate protocol=ssh"));
    executor.kill();

    assertThat(user.result().err()).contains("cannot be decided now");
    executor.startAgain();
    Eventually.holds(() -> assertThat(latestCalls()).contains("aa.session_ended"));
  }

  @Test
  void the_executor_is_started_anew_between_sessions() throws Exception {
    executor.restart();

    assertThat(ssh("alice", "deploy", "echo in").result().out()).isEqualTo("in\n");
  }

  @Test
  void there_is_no_executor() throws Exception {
    executor.kill();

    var result = ssh("alice", "deploy").result();

    assertThat(result.exitCode()).isEqualTo(255);
    assertThat(result.err()).contains("cannot be decided now").hasLineCount(1);
    assertThat(gateway.log()).contains("refused: the executor fails: ");
    executor.startAgain();
  }
}
