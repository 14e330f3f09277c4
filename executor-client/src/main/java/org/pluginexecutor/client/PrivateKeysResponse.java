// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import java.util.Optional;

/**
 * The answer to {@code get_private_key_list}. Immutable.
 *
 * @param privateKeys the keys to try on the target, in this order; empty when there are none
 * @param failure the outcome, when the hook gave no well-formed answer; then there are no keys
 * @param response what came back
 */
public record PrivateKeysResponse(
    List<PrivateKey> privateKeys, Optional<Outcome> failure, HookResponse response) {
  /** Copies the list. */
  public PrivateKeysResponse {
    privateKeys = List.copyOf(privateKeys);
  }
}
