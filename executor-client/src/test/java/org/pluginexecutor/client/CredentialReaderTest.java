// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialReaderTest {
  static HookResponse response(Outcome outcome) {
    return new HookResponse(
        outcome,
        Map.of("token", "hidden-cookie"),
        Map.of("token", "hidden-cookie"),
        List.of(),
        new OutputSummary(0, 0, 0, 0),
        new Cost(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0),
        new Execution("", "", "", "", Execution.StartKind.EXEC, Execution.IsolationLevel.NONE),
        "i-1");
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
}
