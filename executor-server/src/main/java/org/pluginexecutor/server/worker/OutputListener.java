// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import org.pluginexecutor.server.shim.ShimAnswer;
import org.pluginexecutor.server.shim.ShimAsk;

/**
 * Gets what a worker says while it runs: the lines that it prints, and what it asks for. Called
 * from several threads at once.
 */
public interface OutputListener {

  /**
   * Takes the next line of a stream.
   *
   * @param text the line without its line end; bytes that are not UTF-8 are escaped
   */
  void onLine(Stream stream, String text);

  /** Answers what the plugin asks for; nothing may be had where this is not said otherwise. */
  default ShimAnswer onAsk(ShimAsk ask) {
    return new ShimAnswer.Refused("services: none (expected: a call of a plugin)");
  }

  /** The streams of a worker. */
  enum Stream {
    STDOUT,
    STDERR
  }
}
