// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the cache is that several servers share, a Redis or a Valkey; it has a password. Immutable.
 *
 * @param isEncrypted by TLS
 * @param host a name or an address
 * @param user absent: the one that needs no name
 * @param password absent: none is asked for
 * @param database its number
 */
public record CacheAddress(
    boolean isEncrypted,
    String host,
    int port,
    Optional<String> user,
    Optional<String> password,
    int database) {
  private static final String PLAIN = "redis";
  private static final String ENCRYPTED = "rediss";
  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_PORT = 65_535;
  private static final Pattern DATABASE = Pattern.compile("/?|/[0-9]{1,4}");

  /**
   * Reads {@code redis://USER:PASSWORD@HOST:PORT/DATABASE}, or {@code rediss://} for TLS; all but
   * the host may be left out. In names and passwords a {@code %} begins two hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is none; the message does not repeat it
   */
  public static CacheAddress parse(String text) {
    var url = url(text);
    var path = String.valueOf(url.getRawPath());
    var credentials = String.valueOf(url.getRawUserInfo());
    int colon = credentials.indexOf(':');
    boolean hasCredentials = url.getRawUserInfo() != null;
    if (!(PLAIN.equals(url.getScheme()) || ENCRYPTED.equals(url.getScheme()))
        || url.getHost() == null
        || url.getPort() == 0
        || url.getPort() > MAX_PORT
        || !DATABASE.matcher(path).matches()
        || (hasCredentials && (colon < 0 || colon == credentials.length() - 1))
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw wrong();
    }
    return new CacheAddress(
        ENCRYPTED.equals(url.getScheme()),
        url.getHost().replace("[", "").replace("]", ""),
        url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
        hasCredentials ? decoded(credentials.substring(0, colon)) : Optional.empty(),
        hasCredentials ? decoded(credentials.substring(colon + 1)) : Optional.empty(),
        path.length() > 1 ? Integer.parseInt(path.substring(1)) : 0);
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw wrong();
    }
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "services.cache-url: not usable (expected: redis://USER:PASSWORD@HOST:PORT/DATABASE)");
  }

  private static Optional<String> decoded(String part) {
    return part.isEmpty() ? Optional.empty() : Optional.of(url("x://" + part + "@h").getUserInfo());
  }

  /** Without who asks, and what proves it. */
  @Override
  public String toString() {
    return (isEncrypted ? ENCRYPTED : PLAIN)
        + "://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port
        + "/"
        + database;
  }
}
