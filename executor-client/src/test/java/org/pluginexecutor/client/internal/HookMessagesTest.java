// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.ReachedWall;
import org.pluginexecutor.client.VerdictKind;
import org.pluginexecutor.v1.BadResult;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.Exited;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.Killed;
import org.pluginexecutor.v1.ListValue;
import org.pluginexecutor.v1.LoadFailed;
import org.pluginexecutor.v1.LogStream;
import org.pluginexecutor.v1.Raised;
import org.pluginexecutor.v1.Returned;
import org.pluginexecutor.v1.TimedOut;
import org.pluginexecutor.v1.Value;
import org.pluginexecutor.v1.Verdict;

class HookMessagesTest {
  private static Outcome outcome(InvokeHookResponse.Builder response) throws Exception {
    return HookMessages.response(response.build(), new ClientClock(() -> 0)).outcome();
  }

  private static InvokeHookResponse.Builder response() {
    return InvokeHookResponse.newBuilder();
  }

  private static InvokeHookResponse.Builder returned(Value result, int verdict) {
    return response().setReturned(Returned.newBuilder().setResult(result).setVerdictValue(verdict));
  }

  private static Value emptyDict() {
    return Value.newBuilder().setDictValue(DictValue.getDefaultInstance()).build();
  }

  @Test
  void maps_every_outcome() throws Exception {
    assertThat(outcome(returned(emptyDict(), Verdict.VERDICT_DENY_VALUE)))
        .isEqualTo(new Outcome.Returned(Map.of(), Optional.of(VerdictKind.DENY)));
    assertThat(
            outcome(
                response()
                    .setRaised(
                        Raised.newBuilder()
                            .setExceptionType("E")
                            .setMessage("m")
                            .setTraceback("t"))))
        .isEqualTo(new Outcome.Raised("E", "m", "t"));
    assertThat(
            outcome(response().setBadResult(BadResult.newBuilder().setPath("p").setMessage("m"))))
        .isEqualTo(new Outcome.BadResult("p", "m"));
    assertThat(
            outcome(
                response()
                    .setLoadFailed(
                        LoadFailed.newBuilder().setStep(LoadFailed.Step.STEP_FIND_CLASS))))
        .isEqualTo(new Outcome.LoadFailed(Outcome.LoadStep.FIND_CLASS, "", "", ""));
    assertThat(
            outcome(
                response()
                    .setTimedOut(
                        TimedOut.newBuilder().setLimit(Protos.duration(Duration.ofMillis(1500))))))
        .isEqualTo(new Outcome.TimedOut(Duration.ofMillis(1500)));
    assertThat(
            outcome(
                response().setKilled(Killed.newBuilder().setSignal(11).setSignalName("SIGSEGV"))))
        .isEqualTo(new Outcome.Killed(11, "SIGSEGV"));
    assertThat(outcome(response().setExited(Exited.newBuilder().setExitCode(3))))
        .isEqualTo(new Outcome.Exited(3));
  }

  @Test
  void says_when_it_does_not_know_the_outcome() throws Exception {
    assertThat(outcome(response())).isEqualTo(new Outcome.Unrecognized());
  }

  @Test
  void takes_a_verdict_that_it_does_not_know_for_none_at_all() throws Exception {
    assertThat(outcome(returned(emptyDict(), 99)))
        .isEqualTo(new Outcome.Returned(Map.of(), Optional.empty()));
  }

  @Test
  void takes_a_result_that_it_cannot_read_for_a_bad_result() throws Exception {
    Value list = Value.newBuilder().setListValue(ListValue.getDefaultInstance()).build();

    assertThat(outcome(returned(list, Verdict.VERDICT_ACCEPT_VALUE)))
        .isInstanceOf(Outcome.BadResult.class);
    assertThat(outcome(returned(Value.getDefaultInstance(), Verdict.VERDICT_ACCEPT_VALUE)))
        .isInstanceOf(Outcome.BadResult.class);
  }

  @Test
  void maps_lines_cost_and_cookies() throws Exception {
    var message = response().setInvocationId("i-1");
    message.addLogLinesBuilder().setStream(LogStream.LOG_STREAM_STDERR).setText("s: x");
    message.getCostBuilder().setPeakMemoryBytes(7).getRunTimeBuilder().setNanos(5);
    message.getOutputBuilder().setStdoutDroppedBytes(9);
    message
        .getCookieBuilder()
        .putFields("n", Value.newBuilder().setBigIntValue("18446744073709551616").build());

    var response = HookMessages.response(message.build(), new ClientClock(() -> 0));

    assertThat(response.invocationId()).isEqualTo("i-1");
    assertThat(response.logLines())
        .extracting(LogLine::stream)
        .containsExactly(LogLine.Stream.STDERR);
    assertThat(response.cost().runTime()).isEqualTo(Duration.ofNanos(5));
    assertThat(response.cost().peakMemoryBytes()).isEqualTo(7);
    assertThat(response.output().stdoutDroppedBytes()).isEqualTo(9);
    assertThat(response.cookie().get("n")).hasToString("18446744073709551616");
    assertThat(response.sessionCookie()).isEmpty();
  }

  @Test
  void maps_each_kind_of_wall_and_says_when_it_does_not_know_one() throws Exception {
    var message = response();
    for (var kind : org.pluginexecutor.v1.ReachedWall.Kind.values()) {
      if (kind != org.pluginexecutor.v1.ReachedWall.Kind.UNRECOGNIZED) {
        message.addReachedWallsBuilder().setKind(kind).setLimit(7).setReached(9).setCount(2);
      }
    }
    message.addReachedWallsBuilder().setKindValue(99).setWhere("main.py:1").setSubject("/x");

    var walls = HookMessages.response(message.build(), new ClientClock(() -> 0)).reachedWalls();

    assertThat(walls.get(walls.size() - 1))
        .isEqualTo(new ReachedWall(ReachedWall.Kind.UNKNOWN, 0, 0, "main.py:1", "/x", "", 0));
    assertThat(walls.get(0).kind()).isEqualTo(ReachedWall.Kind.UNKNOWN);
    assertThat(walls.subList(1, walls.size() - 1))
        .allSatisfy(
            wall -> assertThat(wall).isEqualTo(new ReachedWall(wall.kind(), 7, 9, "", "", "", 2)))
        .extracting(wall -> wall.kind().name())
        .doesNotContain("UNKNOWN")
        .doesNotHaveDuplicates();
  }
}
