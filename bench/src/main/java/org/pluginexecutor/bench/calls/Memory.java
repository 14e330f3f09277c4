// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

/**
 * Memory at one moment, in bytes. Immutable.
 *
 * @param server what is resident of the server; 0 where there is none
 * @param others the proportional share (PSS) of all processes below it
 */
record Memory(long server, long others) {}
