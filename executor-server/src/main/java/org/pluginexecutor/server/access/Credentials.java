// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came with a call to say whose it is. Immutable.
 *
 * @param token the bearer token; empty when the header is there but is none, which is never right
 * @param certificateNames subject alternative names of the client's certificate, which TLS has
 *     verified: {@code dns:} and a name in lower case, {@code uri:} and a URI
 * @param peer the process at the other end of a Unix socket
 */
public record Credentials(
    Optional<String> token, List<String> certificateNames, Optional<Peer> peer) {
  private static final String SCHEME = "bearer ";

  /** Far longer than a token; what is longer is not even hashed. */
  private static final int MAX_TOKEN_LENGTH = 512;

  /**
   * A process, as the kernel knows it.
   *
   * @param uid its user
   * @param gid its first group
   */
  public record Peer(int uid, int gid) {}

  public Credentials {
    certificateNames = List.copyOf(certificateNames);
  }

  /** A token alone, or nothing. */
  public static Credentials ofToken(Optional<String> token) {
    return new Credentials(token, List.of(), Optional.empty());
  }

  /**
   * The token in the values of the header {@code authorization}.
   *
   * @return absent without such a header; empty when there is no token in it, or more than one
   */
  public static Optional<String> tokenIn(Iterable<String> values) {
    var all = new ArrayList<String>();
    values.forEach(all::add);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    var value = all.getFirst();
    boolean isBearer =
        all.size() == 1
            && value.length() <= SCHEME.length() + MAX_TOKEN_LENGTH
            && value.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    return Optional.of(isBearer ? value.substring(SCHEME.length()).strip() : "");
  }
}
