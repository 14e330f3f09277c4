// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Attributes;

/** The process at the other end of a Unix socket, as the kernel knows it. Immutable. */
public record UnixPeer(int pid, int uid, int gid) {
  static final Attributes.Key<UnixPeer> KEY = Attributes.Key.create("unix-peer");
}
