// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import java.util.Optional;

/**
 * The answer to {@code get_totp_codes}. Immutable.
 *
 * @param totpCodes the codes, in the plugin's order; empty when there are none
 * @param failure the outcome, when the hook gave no well-formed answer; then there are no codes
 * @param response what came back
 */
public record TotpCodesResponse(
    List<TotpCode> totpCodes, Optional<Outcome> failure, HookResponse response) {
  /** Copies the list. */
  public TotpCodesResponse {
    totpCodes = List.copyOf(totpCodes);
  }
}
