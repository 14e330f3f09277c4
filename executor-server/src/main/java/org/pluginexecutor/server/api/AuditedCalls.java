// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.store.Store;

/**
 * Runs calls that want to change the store, and sees to it that refusals are audited. Stateless.
 */
record AuditedCalls(Store store) {

  /** Answers with what the body returns, or the status of its failure. */
  <T> void answer(StreamObserver<T> observer, String action, Function<Change, T> body) {
    Calls.answer(observer, () -> run(new Change(Callers.current(), action), body));
  }

  <T> T run(Change change, Function<Change, T> body) {
    try {
      return body.apply(change);
    } catch (RuntimeException e) {
      refused(change, e);
      throw e;
    }
  }

  /** Writes down that a request failed, unless it had already changed the store. */
  void refused(Change change, RuntimeException failure) {
    if (!change.isDone()) {
      store.auditRefusal(
          change, failure instanceof ExecutorException e ? e.error().reason() : "INTERNAL_ERROR");
    }
  }
}
