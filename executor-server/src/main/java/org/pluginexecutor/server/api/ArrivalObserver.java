// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * Takes a file that arrives chunk by chunk, and answers when it is whole. gRPC calls it from one
 * thread at a time.
 *
 * @param <Q> a message with a chunk
 * @param <A> the answer
 */
final class ArrivalObserver<Q, A> implements StreamObserver<Q> {
  private final StreamObserver<A> observer;
  private final AuditedCalls calls;
  private final Change change;
  private final Supplier<Arrival<Q, A>> begin;
  private @Nullable Arrival<Q, A> arrival;
  private boolean ended;

  ArrivalObserver(
      StreamObserver<A> observer,
      AuditedCalls calls,
      String action,
      Supplier<Arrival<Q, A>> begin) {
    this.observer = observer;
    this.calls = calls;
    this.change = new Change(Callers.current(), action);
    this.begin = begin;
  }

  /** What has arrived; closing it throws that away. */
  interface Arrival<Q, A> extends Resource {
    void take(Q message);

    A finish(Change change);
  }

  @Override
  public void onNext(Q message) {
    if (ended) {
      return;
    }
    try {
      arrival().take(message);
    } catch (RuntimeException e) {
      calls.refused(change, e);
      end();
      observer.onError(StatusMapper.toException(e));
    }
  }

  @Override
  public void onError(Throwable cause) {
    // The caller vanished; what it sent is thrown away.
    end();
  }

  @Override
  public void onCompleted() {
    if (!ended) {
      Calls.answer(observer, () -> calls.run(change, this::finish));
    }
  }

  private A finish(Change current) {
    try {
      return arrival().finish(current);
    } finally {
      end();
    }
  }

  private Arrival<Q, A> arrival() {
    if (arrival == null) {
      arrival = begin.get();
    }
    return arrival;
  }

  private void end() {
    ended = true;
    if (arrival != null) {
      arrival.close();
      arrival = null;
    }
  }
}
