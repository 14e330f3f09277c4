// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import java.util.Optional;

/**
 * The answer to {@code get_password_list}. Immutable.
 *
 * @param passwords the passwords to try on the target, in this order; empty when there are none
 * @param failure the outcome, when the hook gave no well-formed answer; then there are no passwords
 * @param response what came back
 */
public record PasswordsResponse(
    List<String> passwords, Optional<Outcome> failure, HookResponse response) {
  /** Copies the list. */
  public PasswordsResponse {
    passwords = List.copyOf(passwords);
  }

  /** Does not show the passwords. */
  @Override
  public String toString() {
    return "PasswordsResponse[passwords="
        + passwords.size()
        + " masked, failure="
        + failure
        + ", response="
        + response
        + "]";
  }
}
