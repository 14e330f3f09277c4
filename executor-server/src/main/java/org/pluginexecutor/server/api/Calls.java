// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Runs the body of a call and answers with its result or the status of its failure. Stateless. */
final class Calls {
  private Calls() {}

  static <T> void answer(StreamObserver<T> observer, Supplier<T> body) {
    T response;
    try {
      response = body.get();
    } catch (RuntimeException | Error failure) {
      observer.onError(StatusMapper.toException(failure));
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }
}
