// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The call was cancelled, usually because its thread was interrupted; the flag is set again. */
public final class CallCancelledException extends CancellationException {
  private static final long serialVersionUID = 1L;

  private final boolean hookMayHaveRun;

  /** Says whether code of the plugin may have run before the cancel arrived. */
  public CallCancelledException(String message, boolean hookMayHaveRun, @Nullable Throwable cause) {
    super(message);
    this.hookMayHaveRun = hookMayHaveRun;
    if (cause != null) {
      initCause(cause);
    }
  }

  /** Whether code of the plugin may have run. */
  public boolean hookMayHaveRun() {
    return hookMayHaveRun;
  }
}
