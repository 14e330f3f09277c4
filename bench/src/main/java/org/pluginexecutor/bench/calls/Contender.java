// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;

/**
 * A way to run plugins that is compared with others. Calls may come from many threads at once;
 * everything else from one.
 */
interface Contender extends AutoCloseable {
  /** What it is called in tables. */
  String name();

  /** Gets ready to call a plugin, as an administrator would; not measured. */
  void prepare(Workload workload) throws IOException;

  /**
   * Calls the hook once.
   *
   * @throws IOException if it did not return ACCEPT
   */
  void call(Workload workload) throws IOException;

  /** What it has used so far. */
  CpuTime cpuTime() throws IOException;

  /** What it holds at this moment. */
  Memory memory() throws IOException;

  @Override
  void close() throws IOException;
}
