// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskingTest {
  private static final String SECRET = "hidden";

  static Stream<Object> holders() {
    PluginTarget target = new PluginTarget.Configured(PluginName.of("vault"), SECRET);
    Outcome outcome = new Outcome.Returned(Map.of("passwords", List.of(SECRET)), Optional.empty());
    HookResponse response = CredentialReaderTest.response(outcome);
    PrivateKey key = new PrivateKey("ssh-rsa", SECRET);
    return Stream.of(
        target,
        HookCall.newBuilder(target, "get_password_list", "s-1")
            .arguments(Map.of("gateway_password", SECRET))
            .cookie(Map.of("a", SECRET))
            .sessionCookie(Map.of("a", SECRET))
            .build(),
        outcome,
        response,
        new AccessResponse(new Verdict.Abstain(), response),
        key,
        new PasswordsResponse(List.of(SECRET), Optional.empty(), response),
        new PrivateKeysResponse(List.of(key), Optional.empty(), response),
        new TotpCode(Instant.EPOCH, Duration.ofSeconds(30), SECRET),
        new RemoteAppResponse(
            new RemoteAppCredentials(
                List.of(SECRET),
                Optional.of("root"),
                Optional.empty(),
                Optional.of(true),
                List.of(SECRET),
                Map.of("a", SECRET)),
            Optional.empty(),
            response),
        new PluginInstance(
            "i",
            PluginName.of("vault"),
            Optional.of(SECRET),
            6,
            Instant.EPOCH,
            3,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty()),
        InstanceUpdate.newBuilder().configuration(SECRET).build());
  }

  @ParameterizedTest
  @MethodSource("holders")
  void does_not_show_secrets(Object holder) {
    assertThat(holder.toString()).doesNotContain(SECRET);
  }
}
