// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

/**
 * Gets the lines that a worker prints, while it prints them. Called from several threads at once.
 */
public interface OutputListener {

  /**
   * Takes the next line of a stream.
   *
   * @param text the line without its line end; bytes that are not UTF-8 are escaped
   */
  void onLine(Stream stream, String text);

  /** The streams of a worker. */
  enum Stream {
    STDOUT,
    STDERR
  }
}
