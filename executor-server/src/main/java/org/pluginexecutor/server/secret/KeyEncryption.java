// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Wraps and unwraps the store's key, so that it can lie beside what it encrypts. Implementations
 * are thread-safe.
 */
public interface KeyEncryption {

  /**
   * Wraps a key.
   *
   * @param key of at most a few hundred bytes
   * @throws IOException if the key file cannot be used, or the command fails
   */
  byte[] wrap(byte[] key) throws IOException;

  /**
   * Unwraps a key.
   *
   * @throws WrongKeyException if it was wrapped with another key
   * @throws IOException if the key file cannot be used, or the command fails
   */
  byte[] unwrap(byte[] wrapped) throws IOException, WrongKeyException;

  /**
   * Encryption with the key in a file that {@link KeyFiles#create} made. The file is read whenever
   * something is wrapped or unwrapped.
   */
  static KeyEncryption byFile(Path keyFile) {
    return new FileKeyEncryption(keyFile);
  }

  /**
   * Encryption by a program, for example one that asks a key management service. It is run with one
   * more argument, {@code wrap} or {@code unwrap}, reads one line of Base64 from its standard input
   * and prints one line of Base64. An exit code other than 0 says that it failed. It runs in the
   * server's environment and directory.
   *
   * @param command the program and its first arguments; not empty
   * @param timeout how long one run may take before it is killed; greater than 0
   */
  static KeyEncryption byCommand(List<String> command, Duration timeout) {
    return new CommandKeyEncryption(command, timeout);
  }
}
