// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.util.Optional;

/**
 * What a caller says about an upload besides its bytes. Immutable.
 *
 * @param expectedDigest what the caller computed; checked when present
 * @param signature Ed25519 over the digest, in Base64
 * @param withoutActivation whether the active version stays what it is
 */
public record UploadOptions(
    Optional<String> expectedDigest, Optional<String> signature, boolean withoutActivation) {
  /** Nothing is said. */
  public static final UploadOptions NONE =
      new UploadOptions(Optional.empty(), Optional.empty(), false);
}
