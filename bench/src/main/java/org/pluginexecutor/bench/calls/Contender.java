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

  /**
   * How much it needs to be called before its own code is compiled, as a part of the time that the
   * plan has for that; 0 for what is not compiled while it runs.
   */
  default double compilerShare() {
    return 0;
  }

  /** What it has used so far. */
  CpuTime cpuTime() throws IOException;

  /** What it holds at this moment. */
  Memory memory() throws IOException;

  @Override
  void close() throws IOException;
}
