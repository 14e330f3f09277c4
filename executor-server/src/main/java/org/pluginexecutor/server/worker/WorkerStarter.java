// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.nio.file.Path;
import java.time.Duration;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.runtime.PythonRuntime;

/** Makes workers of one kind. Thread-safe. */
public interface WorkerStarter extends Resource {

  /**
   * Makes a worker that is ready to load the plugin.
   *
   * @param runtime the Python to run it with
   * @param pluginDirectory root of the unpacked package
   * @param timeLimit how long that may take
   * @throws org.pluginexecutor.server.error.ExecutorException if no worker comes up; no code of the
   *     plugin has run then
   */
  Worker start(PythonRuntime runtime, Path pluginDirectory, Duration timeLimit);

  /** How its workers are started. */
  Worker.StartKind startKind();

  /** Which walls stand around its workers. */
  Worker.IsolationLevel isolationLevel();
}
