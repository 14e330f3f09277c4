// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;

class PluginSessionTest {
  private static final PluginTarget AA = new PluginTarget.Instance("aa");
  private static final PluginTarget CS =
      new PluginTarget.Configured(PluginName.of(PluginType.CREDENTIALSTORE, "vault"), "secret");

  private final ScriptedServer server = new ScriptedServer();
  private final PluginSession session = server.client.newSession("s-1");

  @AfterEach
  void close() {
    server.close();
  }

  private List<String> cookiesSent() {
    return server.hooks.requests().stream().map(PluginSessionTest::cookiesOf).toList();
  }

  private static String cookiesOf(InvokeHookRequest request) {
    return request.getHook()
        + " "
        + request.getCookie().getFieldsMap().values().stream()
            .map(value -> value.getStringValue())
            .toList()
        + " "
        + request.getSessionCookie().getFieldsMap().values().stream()
            .map(value -> value.getStringValue())
            .toList();
  }

  @Test
  void keeps_a_cookie_per_target_and_one_for_the_session() {
    server.hooks.answer(
        Answers.cookies("a1", "s1"),
        Answers.cookies("a2", "s2"),
        Answers.cookies("c1", "s3"),
        Answers.cookies("c2", "s4"),
        Answers.cookies("a3", "s5"),
        Answers.cookies("c3", "s6"));

    session.authenticate(AA, Map.of());
    session.authorize(AA, Map.of());
    session.getPasswordList(CS, Map.of());
    session.authenticationCompleted(CS);
    session.end();

    assertThat(cookiesSent())
        .containsExactly(
            "authenticate [] []",
            "authorize [a1] [s1]",
            "get_password_list [] [s2]",
            "authentication_completed [c1] [s3]",
            "session_ended [a2] [s4]",
            "session_ended [c2] [s5]");
  }

  @Test
  void keeps_the_cookies_when_a_call_fails() {
    server.hooks.answer(Answers.cookies("a1", "s1"));
    server.hooks.refuse(Answers.started(Code.INTERNAL, "SHIM_PROTOCOL_VIOLATION"));
    server.hooks.answer(Answers.cookies("a2", "s2"));

    session.authenticate(AA, Map.of());
    assertThatThrownBy(() -> session.authorize(AA, Map.of()))
        .isInstanceOf(ExecutorInternalException.class);
    session.authorize(AA, Map.of());

    assertThat(cookiesSent()).last().isEqualTo("authorize [a1] [s1]");
  }

  @Test
  void sends_session_id_target_and_arguments() {
    server.hooks.answer(Answers.cookies("", ""));

    session.getPrivateKeyList(CS, Map.of("server_port", 22));

    InvokeHookRequest request = server.hooks.requests().get(0);
    assertThat(request.getSessionId()).isEqualTo("s-1");
    assertThat(request.getPlugin().getPlugin().getName()).isEqualTo("vault");
    assertThat(request.getPlugin().getConfiguration()).isEqualTo("secret");
    assertThat(request.getArgumentsOrThrow("server_port").getIntValue()).isEqualTo(22);
  }

  @Test
  void takes_a_returned_accept_for_a_grant() {
    server.hooks.answer(Answers.accept().build());

    assertThat(session.authenticate(AA, Map.of()).grantsAccess()).isTrue();
  }

  @Test
  void refuses_calls_after_the_end() {
    assertThat(session.end()).isEmpty();

    assertThatThrownBy(() -> session.authenticate(AA, Map.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(server.hooks.requests()).isEmpty();
  }

  @Test
  void ends_every_used_target_even_when_one_fails() {
    server.hooks.answer(Answers.cookies("a", "s"), Answers.cookies("c", "s"));
    session.authenticate(AA, Map.of());
    session.getPasswordList(CS, Map.of());
    server.hooks.refuse(
        Answers.started(Code.INTERNAL, "INTERNAL_ERROR"),
        Answers.notStarted(Code.NOT_FOUND, "PLUGIN_NOT_FOUND", 0));

    var failure = catchThrowableOfType(ExecutorInternalException.class, session::end);

    assertThat(failure.getSuppressed()).hasOnlyElementsOfType(NotFoundException.class);
    assertThat(server.hooks.requests()).hasSize(4);
  }

  @Test
  void ends_again_only_what_surely_did_not_have_it() {
    server.hooks.answer(Answers.cookies("a", "s"), Answers.cookies("c", "s"));
    session.authenticate(AA, Map.of());
    session.getPasswordList(CS, Map.of());
    server.hooks.refuse(
        Answers.started(Code.INTERNAL, "INTERNAL_ERROR"),
        Answers.notStarted(Code.NOT_FOUND, "PLUGIN_NOT_FOUND", 0));
    assertThatThrownBy(session::end).isInstanceOf(ExecutorInternalException.class);
    server.hooks.answer(Answers.cookies("c", "s"));

    assertThat(session.end()).containsOnlyKeys(CS);
    assertThat(session.end()).isEmpty();
  }

  @Test
  void ends_no_target_whose_hooks_surely_did_not_run() {
    server.hooks.refuse(Answers.notStarted(Code.NOT_FOUND, "INSTANCE_NOT_FOUND", 0));
    assertThatThrownBy(() -> session.authenticate(AA, Map.of()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> session.authenticate(AA, Map.of("x", Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(session.end()).isEmpty();
  }

  @Test
  void ends_a_target_whose_hook_may_have_run_when_the_call_failed() {
    server.hooks.refuse(
        Answers.failure(Code.UNAVAILABLE), Answers.started(Code.NOT_FOUND, "REQUEST_NOT_KNOWN"));
    server.hooks.answer(Answers.cookies("a", "s"));
    assertThatThrownBy(() -> session.authenticate(AA, Map.of()))
        .isInstanceOf(UnavailableException.class);

    assertThat(session.end()).containsOnlyKeys(AA);
  }

  @Test
  void does_not_end_a_target_twice() {
    server.hooks.answer(Answers.cookies("a", "s"), Answers.cookies("a", "s"));
    session.authenticate(AA, Map.of());
    session.sessionEnded(AA);

    assertThat(session.end()).isEmpty();
    assertThatThrownBy(() -> session.sessionEnded(AA)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refuses_hooks_of_a_target_that_had_session_ended() {
    server.hooks.answer(Answers.cookies("a", "s"));
    session.call(AA, "session_ended", Map.of());

    assertThatThrownBy(() -> session.authorize(AA, Map.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refuses_session_ids_that_break_the_rule() {
    for (String id : Arrays.asList("", "a b", "\u00e4", "x".repeat(129))) {
      assertThatThrownBy(() -> server.client.newSession(id))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("session_id:");
    }
  }

  @Test
  void refuses_an_outcome_that_it_does_not_know() {
    server.hooks.answer(InvokeHookResponse.getDefaultInstance());

    AccessResponse answer = session.authenticate(AA, Map.of());

    assertThat(answer.grantsAccess()).isFalse();
    assertThat(answer.verdict())
        .isEqualTo(new Verdict.Deny(Optional.empty(), Optional.of(new Outcome.Unrecognized())));
  }

  @Test
  void runs_its_calls_one_after_the_other() throws Exception {
    var failures = new LinkedBlockingQueue<CallCancelledException>();
    Thread first = caller(failures);
    assertThat(server.hooks.received.await(10, TimeUnit.SECONDS)).isTrue();
    Thread second = caller(failures);
    while (second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    second.interrupt();
    second.join();
    first.interrupt();
    first.join();

    assertThat(failures)
        .extracting(CallCancelledException::hookMayHaveRun)
        .containsExactly(false, true);
    assertThat(server.hooks.requests()).hasSize(1);
  }

  private Thread caller(Queue<CallCancelledException> failures) {
    var thread =
        new Thread(() -> {
          try {
            session.authenticate(AA, Map.of());
          } catch (CallCancelledException e) {
            failures.add(e);
          }
        });
    thread.start();
    return thread;
  }
}
