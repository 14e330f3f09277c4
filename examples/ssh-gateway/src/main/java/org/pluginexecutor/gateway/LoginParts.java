// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.util.concurrent.ExecutorService;
import org.pluginexecutor.client.PluginExecutorClient;

/**
 * What logins need, the same for all of them. Immutable; owns nothing.
 *
 * @param executor where plugins run
 * @param plugins which of them decide
 * @param servers who logs in on servers
 * @param threads virtual threads, for whatever waits
 * @param timing how long the gateway waits for others
 * @param asksPassword whether users are asked for a password of the gateway
 */
record LoginParts(
    PluginExecutorClient executor,
    PluginNames plugins,
    ServerLogin servers,
    ExecutorService threads,
    Timing timing,
    boolean asksPassword) {}
