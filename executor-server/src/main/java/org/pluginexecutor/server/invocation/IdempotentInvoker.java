// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * Runs a request with an id once, however often it is sent: repetitions join the running call, or
 * get its answer. The call runs on the thread of whoever sent it first, with that one's deadline;
 * refusals before its hook started are for all who wait, and are not kept. Thread-safe.
 */
public record IdempotentInvoker(Invoker delegate, KeptAnswers answers) implements Invoker {

  @Override
  public InvocationResult invoke(Invocation invocation, InvocationContext context) {
    if (invocation.request().isEmpty()) {
      return delegate.invoke(invocation, context);
    }
    var request = invocation.request().get();
    return switch (answers.find(request)) {
      case KeptAnswers.Place.Begun(var call) -> begin(invocation, context, request.id(), call);
      case KeptAnswers.Place.Running(var call) ->
          repeat(request.id(), call.await(context.cancellation()), context);
      case KeptAnswers.Place.Ended(var answer) -> repeat(request.id(), answer, context);
    };
  }

  private InvocationResult begin(
      Invocation invocation, InvocationContext context, RequestId id, SharedCall call) {
    call.join(context.cancellation(), () -> {});
    try {
      var result = delegate.invoke(invocation, context.withCancellation(call.cancellation()));
      end(id, call, new Answer.Ended(result));
      return result;
    } catch (RuntimeException | Error e) {
      end(id, call, new Answer.Failed(e));
      throw e;
    }
  }

  private void end(RequestId id, SharedCall call, Answer answer) {
    if (answer instanceof Answer.Failed(ExecutorException refusal)
        && !refusal.error().hookMayHaveRun()) {
      answers.forgetRunning(id);
    } else {
      answers.keep(id, call, answer);
    }
    call.end(answer);
  }

  /** Lines of the first caller come all at once to those who repeat its request. */
  private static InvocationResult repeat(RequestId id, Answer answer, InvocationContext context) {
    return switch (answer) {
      case Answer.Ended(var result) -> {
        result.logLines().forEach(context.onLogLine());
        yield result;
      }
      case Answer.Failed(RuntimeException failure) -> throw failure;
      case Answer.Failed(var failure) ->
          throw new IllegalStateException("the call failed", failure);
      case Answer.Gone _ -> throw new ExecutorException(new ExecutorError.AnswerNotKept(id.text()));
    };
  }
}
