// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.shim.ShimRequest;

/**
 * One process that serves one invocation. {@link #call} is confined to one thread and called at
 * most once; {@link #cancel} may be called from any thread, at any time. Closing kills what still
 * runs and removes what it left.
 */
public interface Worker extends Resource {

  /** How it was started. */
  StartKind startKind();

  /** Which walls stand around it. */
  IsolationLevel isolationLevel();

  /**
   * Has the shim do what is asked for, and waits until the worker's whole process tree is dead and
   * everything it printed has been passed on.
   *
   * @param timeLimit after which the tree is killed
   * @throws UnreadRequestException if it ended by itself before any code of the plugin ran
   */
  WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output);

  /** Kills the process tree now. */
  void cancel();
}
