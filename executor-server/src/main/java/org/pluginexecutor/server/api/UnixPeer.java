// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Attributes;

/**
 * Who is at the other end of a Unix socket, as the kernel says. Immutable.
 *
 * @param pid of the process that connected, in the server's namespace; it may have ended since
 * @param uid of its user
 * @param gid of its group
 */
public record UnixPeer(int pid, int uid, int gid) {
  /** Among the attributes of a connection, and of its calls; absent for TCP. */
  static final Attributes.Key<UnixPeer> KEY = Attributes.Key.create("unix-peer");
}
