// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/**
 * Says what plugins run on, and within which limits. Thread-safe. Each call takes at most one
 * minute.
 *
 * <p>Every method throws an {@link ExecutorClientException} when the server cannot be asked, and
 * {@link CallCancelledException} when the calling thread is interrupted.
 */
public interface Runtimes {
  /** Describes the server: its Pythons and what holds for every call. */
  ServerDescription describe();

  /**
   * Whether the server says that it serves: gRPC's standard health check. One that is stopping says
   * no.
   */
  boolean isServing();
}
