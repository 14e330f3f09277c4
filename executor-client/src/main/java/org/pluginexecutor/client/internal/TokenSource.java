// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a client has its token from. Thread-safe. A file is read at each call, so that a token that
 * was replaced holds from the next call on.
 *
 * @param isMeant whether somebody named it; one that was merely found is left out where it is gone
 *     or must not be sent
 * @param reader of the token
 */
public record TokenSource(boolean isMeant, Reader reader) {
  private static final String TOKEN_VARIABLE = "PLUGIN_EXECUTOR_TOKEN";
  private static final String FILE_VARIABLE = "PLUGIN_EXECUTOR_TOKEN_FILE";
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,512}");

  /** Reads a token. */
  @FunctionalInterface
  public interface Reader {
    /**
     * The token; absent: there is none.
     *
     * @throws IOException if it cannot be read; the message says why, without the token
     */
    Optional<String> read() throws IOException;
  }

  /** This token. */
  public static TokenSource of(String token) {
    return new TokenSource(true, () -> Optional.of(token));
  }

  /** No token. */
  public static TokenSource none() {
    return new TokenSource(false, Optional::empty);
  }

  /** The token in this file, which has to be there. */
  public static TokenSource ofFile(Path file) {
    return new TokenSource(true, () -> Optional.of(read(file)));
  }

  /** What the environment names, failing that the token that a server of this user has made. */
  public static TokenSource discovered(Map<String, String> environment, Path home) {
    String token = environment.getOrDefault(TOKEN_VARIABLE, "");
    String file = environment.getOrDefault(FILE_VARIABLE, "");
    if (!token.isEmpty()) {
      return new TokenSource(true, () -> Optional.of(required(token, TOKEN_VARIABLE)));
    }
    return file.isEmpty()
        ? new TokenSource(false, () -> found(defaultFile(environment, home)))
        : ofFile(Path.of(file));
  }

  private static Path defaultFile(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault("XDG_DATA_HOME", "");
    // The XDG rules: a path that is not absolute does not count.
    Path base = named.startsWith("/") ? Path.of(named) : home.resolve(".local").resolve("share");
    return base.resolve("plugin-executor").resolve("token");
  }

  private static Optional<String> found(Path file) {
    try {
      return Optional.of(read(file));
    } catch (IOException e) {
      // Not this user's, or none: the server says what it wants.
      return Optional.empty();
    }
  }

  private static String read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new IOException(file + ": " + FileFault.words(e) + " (expected: a token)", e);
    }
    return required(text.strip(), file.toString());
  }

  private static String required(String token, String where) throws IOException {
    if (!isToken(token)) {
      throw new IOException(where + ": malformed (expected: a token)");
    }
    return token;
  }

  /** Whether a text can be sent as a token. */
  public static boolean isToken(String text) {
    return FORM.matcher(text).matches();
  }
}
