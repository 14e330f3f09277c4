// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/**
 * What ran, and how. Immutable.
 *
 * @param plugin the plugin as {@code type/name/version}
 * @param digest digest of the package that ran
 * @param runtime name of the runtime, for example {@code python3}
 * @param runtimeVersion version of the runtime, for example {@code 3.11.2}
 * @param startKind how the worker was started
 * @param isolationLevel which walls stood around it
 */
public record Execution(
    String plugin,
    String digest,
    String runtime,
    String runtimeVersion,
    StartKind startKind,
    IsolationLevel isolationLevel) {
  /** How a worker is started. */
  public enum StartKind {
    /** No worker was started. */
    UNSPECIFIED,
    /** A fresh interpreter for the call. */
    EXEC,
    /** Forked for the call from a warm interpreter. */
    FORK,
    /** A way that this client does not know. */
    UNKNOWN
  }

  /** Which walls stand around a worker. */
  public enum IsolationLevel {
    /** No worker was started. */
    UNSPECIFIED,
    /** A process of its own, but no kernel sandbox. */
    NONE,
    /** Kernel walls that need no namespaces. */
    PORTABLE,
    /** A private root and namespaces besides. */
    FULL,
    /** A level that this client does not know. */
    UNKNOWN
  }
}
