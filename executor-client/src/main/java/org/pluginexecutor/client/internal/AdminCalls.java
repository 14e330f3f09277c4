// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.StatusException;
import java.time.DateTimeException;
import org.pluginexecutor.client.CallCancelledException;

/** Runs calls that have nothing to do with hooks. */
final class AdminCalls {
  static final long DEADLINE_SECONDS = 60;

  private AdminCalls() {}

  @FunctionalInterface
  interface AdminCall<T> {
    T send() throws StatusException, InterruptedException;
  }

  static <T> T run(AdminCall<T> call) {
    try {
      return call.send();
    } catch (StatusException e) {
      throw Statuses.toException(e, false);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (DateTimeException | ArithmeticException e) {
      throw Statuses.malformed("response: not well-formed", false, e);
    }
  }

  static CallCancelledException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CallCancelledException("interrupted while the call ran", false, e);
  }
}
