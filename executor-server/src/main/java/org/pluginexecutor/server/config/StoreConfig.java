// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the store protects what it keeps. Immutable.
 *
 * @param keyFile file with the key that the store's key is encrypted with; absent: none
 * @param keyCommand program, with its arguments, that encrypts and decrypts the store's key; empty:
 *     none
 * @param keyCommandTimeout how long that program may take; default 30 s
 * @param mustAudit whether changes are refused that the audit log cannot tell of; default no
 */
public record StoreConfig(
    Optional<Path> keyFile,
    List<String> keyCommand,
    Duration keyCommandTimeout,
    boolean mustAudit) {
  public StoreConfig {
    keyCommand = List.copyOf(keyCommand);
    if (keyFile.isPresent() && !keyCommand.isEmpty()) {
      throw new IllegalArgumentException(
          "store.key-command: given besides store.key-file (expected: one of the two)");
    }
  }

  public static StoreConfig defaults() {
    return new StoreConfig(Optional.empty(), List.of(), Duration.ofSeconds(30), false);
  }

  public StoreConfig withMustAudit(boolean newMustAudit) {
    return new StoreConfig(keyFile, keyCommand, keyCommandTimeout, newMustAudit);
  }
}
