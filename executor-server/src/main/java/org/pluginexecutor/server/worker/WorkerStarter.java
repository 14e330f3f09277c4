// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.lifecycle.Resource;

/** Makes workers of one kind. Thread-safe. */
public interface WorkerStarter extends Resource {

  /**
   * Makes a worker that is ready to load the plugin.
   *
   * @param timeLimit how long that may take
   * @throws org.pluginexecutor.server.error.ExecutorException if no worker comes up; no code of the
   *     plugin has run then
   */
  Worker start(WorkerSetup setup, Duration timeLimit);

  /** How its workers are started. */
  StartKind startKind();

  /** Which walls stand around its workers. */
  IsolationLevel isolationLevel();

  /** What its zygotes are doing; of none where it has none. */
  default ZygoteCounts zygotes() {
    return ZygoteCounts.NONE;
  }
}
