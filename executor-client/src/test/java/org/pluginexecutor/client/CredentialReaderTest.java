// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialReaderTest {
  private static final Timing NO_TIMING =
      new Timing(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);

  static HookResponse response(Outcome outcome) {
    return new HookResponse(
        outcome,
        Map.of("token", "hidden-cookie"),
        Map.of("token", "hidden-cookie"),
        List.of(),
        new OutputSummary(0, 0, 0, 0),
        new Cost(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, NO_TIMING),
        new Execution("", "", "", "", Execution.StartKind.EXEC, Execution.IsolationLevel.NONE),
        "i-1",
        java.util.List.of());
  }

  private static HookResponse returned(@Nullable Map<String, @Nullable Object> result) {
    return response(new Outcome.Returned(result, Optional.empty()));
  }

  @Test
  void reads_passwords_in_order() {
    assertThat(
            CredentialReader.passwords(returned(Map.of("passwords", List.of("b", "a"))))
                .passwords())
        .containsExactly("b", "a");
  }

  @Test
  void reads_keys_in_order() {
    assertThat(
            CredentialReader.privateKeys(
                    returned(
                        Map.of(
                            "private_keys",
                            List.of(List.of("ssh-rsa", "k1"), List.of("ssh-dss", "k2")))))
                .privateKeys())
        .containsExactly(new PrivateKey("ssh-rsa", "k1"), new PrivateKey("ssh-dss", "k2"));
  }

  @Test
  void finds_nothing_and_no_failure_without_the_key() {
    for (HookResponse response : List.of(returned(null), returned(Map.of()))) {
      assertThat(CredentialReader.passwords(response).passwords()).isEmpty();
      assertThat(CredentialReader.passwords(response).failure()).isEmpty();
      assertThat(CredentialReader.privateKeys(response).privateKeys()).isEmpty();
      assertThat(CredentialReader.privateKeys(response).failure()).isEmpty();
    }
  }

  @Test
  void gives_no_password_at_all_when_one_is_malformed() {
    var answer = CredentialReader.passwords(returned(Map.of("passwords", List.of("a", 1L))));

    assertThat(answer.passwords()).isEmpty();
    assertThat(answer.failure())
        .contains(new Outcome.BadResult("result.passwords[1]", "not text (expected: str)"));
  }

  @Test
  void gives_no_key_at_all_when_one_is_malformed() {
    for (Object bad : List.of("k", List.of("ssh-rsa"), List.of("ssh-rsa", 1L))) {
      var answer =
          CredentialReader.privateKeys(
              returned(Map.of("private_keys", List.of(List.of("ssh-rsa", "k"), bad))));

      assertThat(answer.privateKeys()).isEmpty();
      assertThat(answer.failure()).isPresent();
    }
  }

  @Test
  void gives_nothing_when_the_hook_did_not_return() {
    Outcome outcome = new Outcome.Exited(0);

    assertThat(CredentialReader.passwords(response(outcome)).failure()).contains(outcome);
    assertThat(CredentialReader.privateKeys(response(outcome)).failure()).contains(outcome);
  }

  private static Map<String, @Nullable Object> code(
      @Nullable Object unixTime, @Nullable Object period, @Nullable Object code) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("unix_time", unixTime);
    fields.put("period", period);
    fields.put("code", code);
    return fields;
  }

  @Test
  void reads_codes_with_their_end_and_period() {
    var answer =
        CredentialReader.totpCodes(
            returned(
                Map.of(
                    "totp_codes", List.of(code(1_761_749_392L, 60L, "123456"), Map.of("x", 1L)))));

    assertThat(answer.failure()).isEmpty();
    assertThat(answer.totpCodes())
        .containsExactly(
            new TotpCode(Instant.parse("2025-10-29T14:49:52Z"), Duration.ofMinutes(1), "123456"),
            new TotpCode(Instant.EPOCH, Duration.ofSeconds(30), ""));
  }

  @Test
  void gives_no_code_at_all_when_one_is_malformed() {
    Map<String, Object> bad =
        Map.of(
            "result.totp_codes[1]", "123456",
            "result.totp_codes[1].code", code(0L, 30L, 123456L),
            "result.totp_codes[1].period", code(0L, 30.0, "123456"),
            "result.totp_codes[1].unix_time", code(Long.MAX_VALUE, 30L, "123456"));
    bad.forEach((path, item) -> {
      var codes = List.of(code(0L, 30L, "123456"), item);
      var answer = CredentialReader.totpCodes(returned(Map.of("totp_codes", codes)));

      assertThat(answer.totpCodes()).isEmpty();
      assertThat(answer.failure())
          .hasValueSatisfying(outcome -> assertThat(outcome.toString()).contains(path + ","));
    });
  }

  @Test
  void reads_credentials_for_a_remote_app() {
    Map<String, Object> more = Map.of("a", List.of(1L));
    var answer =
        CredentialReader.remoteApp(
            returned(
                Map.of(
                    "passwords",
                    List.of("b", "a"),
                    "account",
                    "root",
                    "asset",
                    "db",
                    "need_info",
                    false,
                    "launch_information",
                    List.of("x"),
                    "additional_information",
                    more)));

    assertThat(answer.failure()).isEmpty();
    assertThat(answer.credentials())
        .isEqualTo(
            new RemoteAppCredentials(
                List.of("b", "a"),
                Optional.of("root"),
                Optional.of("db"),
                Optional.of(false),
                List.of("x"),
                more));
    for (HookResponse response : List.of(returned(null), returned(Map.of()))) {
      assertThat(CredentialReader.remoteApp(response).credentials())
          .isEqualTo(RemoteAppCredentials.NONE);
      assertThat(CredentialReader.remoteApp(response).failure()).isEmpty();
      assertThat(CredentialReader.totpCodes(response).failure()).isEmpty();
    }
  }

  @Test
  void keeps_none_among_the_additional_information() {
    Map<String, @Nullable Object> more = new HashMap<>();
    more.put("none", null);

    assertThat(
            CredentialReader.remoteApp(returned(Map.of("additional_information", more)))
                .credentials()
                .additionalInformation())
        .containsEntry("none", null);
  }

  @Test
  void gives_no_credentials_at_all_when_one_key_is_malformed() {
    Map<String, Object> bad =
        Map.of(
            "account",
            1L,
            "asset",
            List.of(),
            "need_info",
            "yes",
            "launch_information",
            List.of(1L),
            "additional_information",
            "x");
    bad.forEach((key, value) -> {
      var answer =
          CredentialReader.remoteApp(returned(Map.of("passwords", List.of("a"), key, value)));

      assertThat(answer.credentials()).isEqualTo(RemoteAppCredentials.NONE);
      assertThat(answer.failure())
          .hasValueSatisfying(outcome -> assertThat(outcome.toString()).contains("result." + key));
    });
    Outcome exited = new Outcome.Exited(0);
    assertThat(CredentialReader.remoteApp(response(exited)).failure()).contains(exited);
    assertThat(CredentialReader.totpCodes(response(exited)).failure()).contains(exited);
  }
}
