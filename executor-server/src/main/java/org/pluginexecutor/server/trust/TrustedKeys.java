// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that the operator trusts, and which of them made which signature: that is asked before
 * every hook, and computing it takes long. Thread-safe.
 */
final class TrustedKeys {
  private static final int MAX_REMEMBERED = 4096;

  private final List<TrustedKey> keys;
  private final Map<Check, Optional<String>> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Check, Optional<String>> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  private TrustedKeys(List<TrustedKey> keys) {
    this.keys = List.copyOf(keys);
  }

  private record TrustedKey(String name, PublicKey key) {}

  private record Check(String digest, String signature) {}

  static TrustedKeys read(List<Path> files) throws IOException {
    var keys = new ArrayList<TrustedKey>();
    for (var file : files) {
      keys.add(new TrustedKey(String.valueOf(file.getFileName()), PemKeys.readPublic(file)));
    }
    return new TrustedKeys(keys);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The name of the key that made the signature. */
  Optional<String> signerOf(String digest, byte[] signature) {
    if (keys.isEmpty() || signature.length != PackageSignature.BYTES) {
      return Optional.empty();
    }
    var check = new Check(digest, HexFormat.of().formatHex(signature));
    synchronized (remembered) {
      var known = remembered.get(check);
      if (known != null) {
        return known;
      }
    }
    var signer =
        keys.stream()
            .filter(key -> PackageSignature.isBy(key.key(), digest, signature))
            .map(TrustedKey::name)
            .findFirst();
    synchronized (remembered) {
      remembered.put(check, signer);
    }
    return signer;
  }
}
