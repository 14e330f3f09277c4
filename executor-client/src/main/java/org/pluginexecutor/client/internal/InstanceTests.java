// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import org.pluginexecutor.client.ConstructionOutcome;
import org.pluginexecutor.client.InstanceTest;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.TestInstanceRequest;
import org.pluginexecutor.v1.TestInstanceResponse;

/**
 * Constructs plugins over gRPC. Thread-safe.
 *
 * @param timeLimit how long loading and constructing may take; empty: the server's default
 */
record InstanceTests(
    InstanceServiceGrpc.InstanceServiceBlockingV2Stub stub,
    Retries retries,
    Optional<Duration> timeLimit) {

  InstanceTest send(TestInstanceRequest.Builder target) {
    timeLimit.ifPresent(limit -> target.setTimeLimit(Protos.duration(limit)));
    var request = target.build();
    var response =
        retries.run(
            Duration.ofSeconds(AdminCalls.DEADLINE_SECONDS),
            remaining -> stub.withDeadlineAfter(remaining).testInstance(request));
    try {
      return toTest(response);
    } catch (DateTimeException | ArithmeticException e) {
      throw Statuses.malformed("response: not well-formed", true, e);
    }
  }

  private static InstanceTest toTest(TestInstanceResponse response) {
    return new InstanceTest(
        outcome(response),
        response.getLogLinesList().stream().map(WorkerMessages::logLine).toList(),
        WorkerMessages.output(response.getOutput()),
        WorkerMessages.cost(response.getCost(), Duration.ZERO),
        WorkerMessages.execution(response.getExecution()),
        response.getInvocationId());
  }

  private static ConstructionOutcome outcome(TestInstanceResponse response) {
    return switch (response.getOutcomeCase()) {
      case CONSTRUCTED ->
          new ConstructionOutcome.Constructed(response.getConstructed().getHooksList());
      case LOAD_FAILED -> WorkerMessages.loadFailed(response.getLoadFailed());
      case TIMED_OUT -> WorkerMessages.timedOut(response.getTimedOut());
      case KILLED -> WorkerMessages.killed(response.getKilled());
      case EXITED -> WorkerMessages.exited(response.getExited());
      case OUTCOME_NOT_SET -> new Outcome.Unrecognized();
    };
  }
}
