// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

/**
 * What calls took, in milliseconds. Immutable.
 *
 * @param p50 so much or less for half of them
 */
record Latency(double p50, double p90, double p99, double max) {}
