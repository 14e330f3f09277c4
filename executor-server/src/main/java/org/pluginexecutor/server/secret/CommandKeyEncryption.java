// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Wraps the store's key by running a program. Immutable. */
final class CommandKeyEncryption implements KeyEncryption {
  private final List<String> command;
  private final Duration timeout;

  CommandKeyEncryption(List<String> command, Duration timeout) {
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw new IllegalArgumentException("key command: empty (expected: a program)");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("key command timeout: " + timeout + " (expected: > 0)");
    }
    this.command = List.copyOf(command);
    this.timeout = timeout;
  }

  @Override
  public byte[] wrap(byte[] key) throws IOException {
    return run("wrap", key);
  }

  @Override
  public byte[] unwrap(byte[] wrapped) throws IOException {
    return run("unwrap", wrapped);
  }

  /** Arguments may be secrets, the program's name is none. */
  @Override
  public String toString() {
    return "KeyEncryption[by " + command.getFirst() + "]";
  }

  private byte[] run(String verb, byte[] input) throws IOException {
    var line = Base64.getEncoder().encodeToString(input);
    var output = KeyCommandRun.run(command, verb, line, timeout);
    try {
      var answer = output.strip();
      if (!answer.isEmpty()) {
        return Base64.getDecoder().decode(answer.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IllegalArgumentException _) {
      // The exception quotes what it could not decode, which may be the key.
    }
    throw new IOException(
        "key command: "
            + command.getFirst()
            + " "
            + verb
            + ": printed no Base64 (expected: one line of it)");
  }
}
