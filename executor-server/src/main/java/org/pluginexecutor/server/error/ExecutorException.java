// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.error;

import org.jspecify.annotations.Nullable;

/** Carries an {@link ExecutorError} upwards to the place that makes a status of it. */
public final class ExecutorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ExecutorError error;

  public ExecutorException(ExecutorError error) {
    this(error, null);
  }

  public ExecutorException(ExecutorError error, @Nullable Throwable cause) {
    // Nobody looks for the place of an overload, and finding it takes longer than the refusal.
    super(error.toString(), cause, true, !(error instanceof ExecutorError.Overload));
    this.error = error;
  }

  public ExecutorError error() {
    return error;
  }
}
