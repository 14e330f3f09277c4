// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/**
 * How much was printed, and how much of that was thrown away. Immutable.
 *
 * @param stdoutBytes bytes that the plugin wrote to standard output
 * @param stderrBytes bytes that the plugin wrote to standard error
 * @param stdoutDroppedBytes bytes of standard output that are in no log line
 * @param stderrDroppedBytes bytes of standard error that are in no log line
 */
public record OutputSummary(
    long stdoutBytes, long stderrBytes, long stdoutDroppedBytes, long stderrDroppedBytes) {}
