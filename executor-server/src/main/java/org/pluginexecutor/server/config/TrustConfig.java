// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which packages are trusted. Immutable.
 *
 * @param requireTrusted whether packages that are not trusted are refused; default no
 * @param digestFile the list of trusted digests, read again when it changes; default none
 * @param keyFiles public keys whose signatures are trusted, read at the start; default none
 */
public record TrustConfig(boolean requireTrusted, Optional<Path> digestFile, List<Path> keyFiles) {
  public TrustConfig {
    keyFiles = List.copyOf(keyFiles);
    if (requireTrusted && digestFile.isEmpty() && keyFiles.isEmpty()) {
      throw new IllegalArgumentException(
          "trust.require-trusted: true (expected: a list of trusted digests or a trusted key as"
              + " well; without both every plugin would be refused)");
    }
  }

  public static TrustConfig defaults() {
    return new TrustConfig(false, Optional.empty(), List.of());
  }
}
