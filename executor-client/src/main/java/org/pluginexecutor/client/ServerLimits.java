// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;

/**
 * Limits that are in force on a server. Immutable.
 *
 * @param slots how many hooks may run at once
 * @param queueLength how many calls may wait for a slot; one more is refused
 * @param queueTimeout how long a call waits for a slot before it is refused
 * @param defaultTimeLimit time limit of a call that names none
 * @param maxTimeLimit longest time limit; a call that asks for more gets this
 * @param resultLimitBytes largest result of a hook, in bytes as JSON text
 * @param outputLimitBytes how much of standard output is kept of a call, in bytes, and as much of
 *     standard error
 * @param outputLimitLines how many lines of standard output are kept of a call, and as many of
 *     standard error
 * @param packageEntries how many entries the zip of a package may have
 * @param packageUnpackedBytes how much the entries of a package may unpack to, in bytes
 * @param tracebacksHidden whether callers learn no more of an exception than its type
 */
public record ServerLimits(
    int slots,
    int queueLength,
    Duration queueTimeout,
    Duration defaultTimeLimit,
    Duration maxTimeLimit,
    long resultLimitBytes,
    long outputLimitBytes,
    int outputLimitLines,
    int packageEntries,
    long packageUnpackedBytes,
    boolean tracebacksHidden) {}
