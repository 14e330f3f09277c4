// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

/** What a caller has to show to be taken for somebody. Immutable. */
sealed interface Proof {
  /** A token with this digest. */
  record TokenDigest(String digest) implements Proof {}

  /**
   * A client certificate with this subject alternative name.
   *
   * @param name {@code dns:} and a name in lower case, or {@code uri:} and a URI
   */
  record CertificateName(String name) implements Proof {}

  /** A process of this user at the other end of the Unix socket. */
  record UnixUser(int uid) implements Proof {}

  /** A process whose first group is this one at the other end of the Unix socket. */
  record UnixGroup(int gid) implements Proof {}
}
