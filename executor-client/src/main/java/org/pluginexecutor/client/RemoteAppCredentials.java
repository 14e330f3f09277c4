// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a program that the RemoteApp launcher starts logs in with. Immutable.
 *
 * @param passwords the passwords to try, in this order; empty when there are none
 * @param account whose passwords they are; empty when the plugin did not say
 * @param asset what the account is an account of; empty when the plugin did not say
 * @param needInfo the plugin's word for the launcher; empty when it did not say
 * @param launchInformation the plugin's texts for the launcher
 * @param additionalInformation the plugin's values for the launcher
 */
public record RemoteAppCredentials(
    List<String> passwords,
    Optional<String> account,
    Optional<String> asset,
    Optional<Boolean> needInfo,
    List<String> launchInformation,
    Map<String, @Nullable Object> additionalInformation) {

  /** No credentials at all. */
  static final RemoteAppCredentials NONE =
      new RemoteAppCredentials(
          List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of());

  /** Copies lists and map. */
  public RemoteAppCredentials {
    passwords = List.copyOf(passwords);
    launchInformation = List.copyOf(launchInformation);
    // Values can be null, which Map.copyOf refuses.
    additionalInformation = Collections.unmodifiableMap(new LinkedHashMap<>(additionalInformation));
  }

  /** Shows whose passwords they are, but neither them nor what is meant for the launcher. */
  @Override
  public String toString() {
    return "RemoteAppCredentials[passwords="
        + passwords.size()
        + " masked, account="
        + account
        + ", asset="
        + asset
        + ", needInfo="
        + needInfo
        + ", launchInformation=***, additionalInformation=***]";
  }
}
