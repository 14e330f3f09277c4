// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads passwords, keys and codes out of responses; from anything malformed, none at all. */
final class CredentialReader {
  /** What the contract says where a plugin does not. */
  private static final long DEFAULT_PERIOD_SECONDS = 30;

  private CredentialReader() {}

  /** Reads one kind of answer out of a result. */
  private interface Reader<T> {
    T read(ResultFields fields) throws MalformedResultException;
  }

  /** What was read, or nothing and why. */
  private record Read<T>(T value, Optional<Outcome> failure) {}

  static PasswordsResponse passwords(HookResponse response) {
    Read<List<String>> read = read(response, fields -> fields.texts("passwords"), List.of());
    return new PasswordsResponse(read.value(), read.failure(), response);
  }

  static PrivateKeysResponse privateKeys(HookResponse response) {
    Read<List<PrivateKey>> read = read(response, CredentialReader::privateKeys, List.of());
    return new PrivateKeysResponse(read.value(), read.failure(), response);
  }

  static RemoteAppResponse remoteApp(HookResponse response) {
    Read<RemoteAppCredentials> read =
        read(response, CredentialReader::remoteApp, RemoteAppCredentials.NONE);
    return new RemoteAppResponse(read.value(), read.failure(), response);
  }

  static TotpCodesResponse totpCodes(HookResponse response) {
    Read<List<TotpCode>> read = read(response, CredentialReader::totpCodes, List.of());
    return new TotpCodesResponse(read.value(), read.failure(), response);
  }

  private static <T> Read<T> read(HookResponse response, Reader<T> reader, T nothing) {
    if (!(response.outcome() instanceof Outcome.Returned returned)) {
      return new Read<>(nothing, Optional.of(response.outcome()));
    }
    try {
      return new Read<>(reader.read(ResultFields.of(returned.result())), Optional.empty());
    } catch (MalformedResultException e) {
      return new Read<>(nothing, Optional.of(e.outcome()));
    }
  }

  private static List<PrivateKey> privateKeys(ResultFields fields) throws MalformedResultException {
    List<PrivateKey> keys = new ArrayList<>();
    for (Object item : fields.items("private_keys")) {
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
    return keys;
  }

  private static RemoteAppCredentials remoteApp(ResultFields fields)
      throws MalformedResultException {
    return new RemoteAppCredentials(
        fields.texts("passwords"),
        fields.text("account"),
        fields.text("asset"),
        fields.bool("need_info"),
        fields.texts("launch_information"),
        fields.dict("additional_information"));
  }

  private static List<TotpCode> totpCodes(ResultFields fields) throws MalformedResultException {
    List<TotpCode> codes = new ArrayList<>();
    for (Object item : fields.items("totp_codes")) {
      codes.add(totpCode(item, "result.totp_codes[" + codes.size() + "]"));
    }
    return codes;
  }

  private static TotpCode totpCode(@Nullable Object item, String path)
      throws MalformedResultException {
    ResultFields fields = ResultFields.of(item, path);
    try {
      return new TotpCode(
          Instant.ofEpochSecond(fields.integer("unix_time").orElse(0L)),
          Duration.ofSeconds(fields.integer("period").orElse(DEFAULT_PERIOD_SECONDS)),
          fields.text("code").orElse(""));
    } catch (DateTimeException e) {
      throw new MalformedResultException(
          path + ".unix_time", "beyond all dates (expected: seconds since 1970)");
    }
  }
}
