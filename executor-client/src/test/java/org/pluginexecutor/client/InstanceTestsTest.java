// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.v1.Constructed;
import org.pluginexecutor.v1.Exited;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.Killed;
import org.pluginexecutor.v1.LoadFailed;
import org.pluginexecutor.v1.LogStream;
import org.pluginexecutor.v1.TestInstanceRequest;
import org.pluginexecutor.v1.TestInstanceResponse;
import org.pluginexecutor.v1.TimedOut;

class InstanceTestsTest {
  private static final PluginName PLUGIN = PluginName.of(PluginType.AA, "aa").withVersion("1.0");

  private final Service service = new Service();
  private final ScriptedServer server =
      new ScriptedServer(
          PluginExecutorClientOptions.newBuilder().timeLimit(Duration.ofSeconds(7)).build(),
          service);
  private final Instances instances = server.client.instances();

  @AfterEach
  void close() {
    server.close();
  }

  private static TestInstanceResponse.Builder response() {
    return TestInstanceResponse.newBuilder();
  }

  private static TestInstanceResponse.Builder constructed(String... hooks) {
    return response().setConstructed(Constructed.newBuilder().addAllHooks(List.of(hooks)));
  }

  @Test
  void asks_for_an_instance_a_revision_or_a_plugin_with_a_configuration() {
    service.script.add(constructed().build());
    service.script.add(constructed().build());
    service.script.add(constructed().build());

    instances.test("door");
    instances.test("door", 3);
    instances.test(PLUGIN, "[c]");

    assertThat(service.requests.get(0).getInstance()).isEqualTo("door");
    assertThat(service.requests.get(0).getRevision()).isZero();
    assertThat(service.requests.get(0).getTimeLimit().getSeconds()).isEqualTo(7);
    assertThat(service.requests.get(1).getRevision()).isEqualTo(3);
    var plugin = service.requests.get(2).getPlugin();
    assertThat(plugin.getPlugin().getName()).isEqualTo("aa");
    assertThat(plugin.getPlugin().getVersion()).isEqualTo("1.0");
    assertThat(plugin.getConfiguration()).isEqualTo("[c]");
    assertThat(service.deadlines)
        .allSatisfy(
            deadline -> assertThat(deadline.timeRemaining(TimeUnit.SECONDS)).isBetween(30L, 60L));
  }

  @Test
  void refuses_what_it_need_not_ask_the_server_about() {
    assertThatThrownBy(() -> instances.test("door", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("revision: -1 (expected: >= 0)");
    assertThatThrownBy(() -> instances.test(PLUGIN, "\ud800"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("configuration");
    assertThat(service.requests).isEmpty();
  }

  static Stream<Arguments> outcomes() {
    var limit = com.google.protobuf.Duration.newBuilder().setSeconds(2);
    return Stream.of(
        Arguments.of(
            constructed("authorize"), new ConstructionOutcome.Constructed(List.of("authorize"))),
        Arguments.of(
            response()
                .setLoadFailed(
                    LoadFailed.newBuilder()
                        .setStep(LoadFailed.Step.STEP_CONSTRUCT)
                        .setExceptionType("E")
                        .setMessage("m")
                        .setTraceback("t")),
            new Outcome.LoadFailed(Outcome.LoadStep.CONSTRUCT, "E", "m", "t")),
        Arguments.of(
            response().setTimedOut(TimedOut.newBuilder().setLimit(limit)),
            new Outcome.TimedOut(Duration.ofSeconds(2))),
        Arguments.of(
            response().setKilled(Killed.newBuilder().setSignal(11).setSignalName("SIGSEGV")),
            new Outcome.Killed(11, "SIGSEGV")),
        Arguments.of(
            response().setExited(Exited.newBuilder().setExitCode(3)), new Outcome.Exited(3)),
        Arguments.of(response(), new Outcome.Unrecognized()));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void maps_every_outcome(TestInstanceResponse.Builder response, ConstructionOutcome expected) {
    service.script.add(response.build());

    var test = instances.test("door");

    assertThat(test.outcome()).isEqualTo(expected);
    assertThat(test.constructed()).isEqualTo(expected instanceof ConstructionOutcome.Constructed);
  }

  @Test
  void has_what_was_printed_and_what_it_cost_but_does_not_show_it() {
    var message = constructed().setInvocationId("i-1");
    message
        .addLogLinesBuilder()
        .setStream(LogStream.LOG_STREAM_STDERR)
        .setSequence(1)
        .setText("i-1: hunter2");
    message.getCostBuilder().setPeakMemoryBytes(7).getRunTimeBuilder().setNanos(5);
    message.getOutputBuilder().setStderrBytes(9);
    message.getExecutionBuilder().setPlugin("aa/aa/1.0");
    service.script.add(message.build());

    var test = instances.test("door");

    assertThat(test.logLines())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.stream()).isEqualTo(LogLine.Stream.STDERR);
          assertThat(line.text()).isEqualTo("i-1: hunter2");
        });
    assertThat(test.cost().runTime()).isEqualTo(Duration.ofNanos(5));
    assertThat(test.output().stderrBytes()).isEqualTo(9);
    assertThat(test.execution().plugin()).isEqualTo("aa/aa/1.0");
    assertThat(test.invocationId()).isEqualTo("i-1");
    assertThat(test.toString()).contains("1 lines").doesNotContain("hunter2");
  }

  @Test
  void repeats_what_was_refused_before_code_of_the_plugin_ran() {
    service.script.add(Answers.notStarted(Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", 1));
    service.script.add(constructed().build());

    assertThat(instances.test("door").constructed()).isTrue();
    assertThat(service.requests).hasSize(2);
  }

  @Test
  void passes_a_refusal_on() {
    service.script.add(Answers.notStarted(Code.NOT_FOUND, "INSTANCE_NOT_FOUND", 1));

    assertThatThrownBy(() -> instances.test("door", 9))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> {
              assertThat(e.reason()).isEqualTo("INSTANCE_NOT_FOUND");
              assertThat(e.hookMayHaveRun()).isFalse();
            });
  }

  @Test
  void refuses_an_answer_that_is_not_well_formed() {
    var message = constructed();
    message.addLogLinesBuilder().setTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE));
    service.script.add(message.build());

    assertThatThrownBy(() -> instances.test("door"))
        .isInstanceOf(ExecutorInternalException.class)
        .hasMessageContaining("not well-formed");
  }

  /** Gives the answers of a script, one per call. */
  private static final class Service extends InstanceServiceGrpc.InstanceServiceImplBase {
    private final Deque<Object> script = new ArrayDeque<>();
    private final List<TestInstanceRequest> requests = new ArrayList<>();
    private final List<@Nullable Deadline> deadlines = new ArrayList<>();

    @Override
    public void testInstance(
        TestInstanceRequest request, StreamObserver<TestInstanceResponse> observer) {
      requests.add(request);
      deadlines.add(Context.current().getDeadline());
      Object step = script.remove();
      if (step instanceof TestInstanceResponse response) {
        observer.onNext(response);
        observer.onCompleted();
      } else {
        observer.onError((StatusRuntimeException) step);
      }
    }
  }
}
