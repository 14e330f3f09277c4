// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads passwords and keys out of responses; from anything malformed, none at all. */
final class CredentialReader {
  private CredentialReader() {}

  static PasswordsResponse passwords(HookResponse response) {
    if (!(response.outcome() instanceof Outcome.Returned returned)) {
      return new PasswordsResponse(List.of(), Optional.of(response.outcome()), response);
    }
    try {
      List<String> passwords = new ArrayList<>();
      for (Object item : items(returned.result(), "passwords")) {
        if (!(item instanceof String password)) {
          throw new MalformedResultException(
              "result.passwords[" + passwords.size() + "]", "not text (expected: str)");
        }
        passwords.add(password);
      }
      return new PasswordsResponse(passwords, Optional.empty(), response);
    } catch (MalformedResultException e) {
      return new PasswordsResponse(List.of(), Optional.of(e.outcome()), response);
    }
  }

  static PrivateKeysResponse privateKeys(HookResponse response) {
    if (!(response.outcome() instanceof Outcome.Returned returned)) {
      return new PrivateKeysResponse(List.of(), Optional.of(response.outcome()), response);
    }
    try {
      List<PrivateKey> keys = new ArrayList<>();
      for (Object item : items(returned.result(), "private_keys")) {
        if (item instanceof List<?> pair
            && pair.size() == 2
            && pair.get(0) instanceof String type
            && pair.get(1) instanceof String pem) {
          keys.add(new PrivateKey(type, pem));
        } else {
          throw new MalformedResultException(
              "result.private_keys[" + keys.size() + "]",
              "not a key (expected: key type and private key)");
        }
      }
      return new PrivateKeysResponse(keys, Optional.empty(), response);
    } catch (MalformedResultException e) {
      return new PrivateKeysResponse(List.of(), Optional.of(e.outcome()), response);
    }
  }

  private static List<?> items(@Nullable Map<String, @Nullable Object> result, String key)
      throws MalformedResultException {
    Object value = result == null ? null : result.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new MalformedResultException("result." + key, "not a list (expected: list)");
    }
    return list;
  }
}
