// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.pluginexecutor.server.config.ListenConfig;
import org.pluginexecutor.server.tls.TlsFiles;

/**
 * Where to listen, and how. Immutable.
 *
 * @param tcp address of the TCP port; absent: none
 * @param config the rest
 * @param tls what the TCP port is encrypted with; absent: it is not
 * @param callGrace how long calls may go on when their connection has come of age
 */
public record Entrances(
    Optional<InetSocketAddress> tcp,
    ListenConfig config,
    Optional<TlsFiles> tls,
    Duration callGrace) {}
