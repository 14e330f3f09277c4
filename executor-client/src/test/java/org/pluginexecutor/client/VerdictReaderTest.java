// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictReaderTest {
  private static Outcome returned(@Nullable VerdictKind kind, @Nullable Object... pairs) {
    Map<String, @Nullable Object> result = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      result.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return new Outcome.Returned(result, Optional.ofNullable(kind));
  }

  private static Outcome none(VerdictKind kind) {
    return new Outcome.Returned(null, Optional.of(kind));
  }

  @Test
  void accepts_with_user_groups_and_metadata() {
    Outcome outcome =
        returned(
            VerdictKind.ACCEPT,
            "verdict",
            "ACCEPT",
            "gateway_user",
            "eve",
            "gateway_groups",
            List.of("ops"),
            "additional_metadata",
            "m");

    assertThat(VerdictReader.ofAuthenticate(outcome))
        .isEqualTo(
            new Verdict.Accept(Optional.of("eve"), Optional.of(List.of("ops")), Optional.of("m")));
  }

  @Test
  void ignores_user_and_groups_of_authorize() {
    Outcome outcome =
        returned(
            VerdictKind.ACCEPT, "verdict", "ACCEPT", "gateway_user", "eve", "gateway_groups", 7L);

    assertThat(VerdictReader.ofAuthorize(outcome))
        .isEqualTo(new Verdict.Accept(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void tells_groups_that_are_none_from_groups_that_are_not_said() {
    Outcome outcome =
        returned(VerdictKind.ACCEPT, "verdict", "ACCEPT", "gateway_groups", List.of());

    assertThat(((Verdict.Accept) VerdictReader.ofAuthenticate(outcome)).gatewayGroups())
        .contains(List.of());
  }

  @Test
  void denies_with_the_reason_of_the_plugin() {
    assertThat(
            VerdictReader.ofAuthenticate(
                returned(VerdictKind.DENY, "verdict", "DENY", "reason", "too late")))
        .isEqualTo(new Verdict.Deny(Optional.of("too late"), Optional.empty()));
  }

  @Test
  void takes_none_from_authorize_for_a_refusal_and_from_authenticate_for_an_abstention() {
    assertThat(VerdictReader.ofAuthorize(none(VerdictKind.DENY)))
        .isEqualTo(new Verdict.Deny(Optional.empty(), Optional.empty()));
    assertThat(VerdictReader.ofAuthenticate(none(VerdictKind.NONE)))
        .isEqualTo(new Verdict.Abstain());
    assertThat(new Verdict.Abstain().grantsAccess()).isFalse();
  }

  @Test
  void asks_with_echo_unless_told_otherwise() {
    assertThat(VerdictReader.ofAuthenticate(question(List.of("otp", "Code:"))))
        .isEqualTo(new Verdict.NeedInfo("otp", "Code:", false));
    assertThat(VerdictReader.ofAuthenticate(question(List.of("otp", "Code:", true))))
        .isEqualTo(new Verdict.NeedInfo("otp", "Code:", true));
  }

  private static Outcome question(@Nullable Object question) {
    return returned(VerdictKind.NEEDINFO, "verdict", "NEEDINFO", "question", question);
  }

  static Stream<Outcome> malformed() {
    return Stream.of(
        none(VerdictKind.ACCEPT),
        none(VerdictKind.NEEDINFO),
        returned(null, "verdict", "ACCEPT"),
        returned(VerdictKind.ACCEPT),
        returned(VerdictKind.ACCEPT, "verdict", null),
        returned(VerdictKind.ACCEPT, "verdict", "accept"),
        returned(VerdictKind.ACCEPT, "verdict", "DENY"),
        returned(VerdictKind.ACCEPT, "verdict", true),
        returned(VerdictKind.ACCEPT, "verdict", List.of("ACCEPT")),
        returned(VerdictKind.ACCEPT, "verdict", "ACCEPT", "gateway_user", 1L),
        returned(VerdictKind.ACCEPT, "verdict", "ACCEPT", "gateway_groups", "ops"),
        returned(VerdictKind.ACCEPT, "verdict", "ACCEPT", "gateway_groups", List.of(1L)),
        returned(
            VerdictKind.ACCEPT,
            "verdict",
            "ACCEPT",
            "gateway_groups",
            Arrays.asList("ops", (Object) null)),
        returned(VerdictKind.ACCEPT, "verdict", "ACCEPT", "additional_metadata", Map.of()),
        returned(VerdictKind.DENY, "verdict", "ACCEPT"),
        returned(VerdictKind.NONE, "verdict", "ACCEPT"),
        returned(VerdictKind.NEEDINFO, "verdict", "ACCEPT", "question", List.of("k", "p")),
        question(null),
        question("otp"),
        question(List.of("otp")),
        question(List.of("otp", 1L)),
        question(List.of(1L, "otp")),
        question(List.of("otp", "Code:", "yes")),
        question(Arrays.asList("otp", "Code:", null)),
        question(List.of("otp", "Code:", true, true)));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void denies_what_is_malformed(Outcome outcome) {
    Verdict verdict = VerdictReader.ofAuthenticate(outcome);

    assertThat(verdict.grantsAccess()).isFalse();
    assertThat(verdict).isInstanceOf(Verdict.Deny.class);
    assertThat(((Verdict.Deny) verdict).failure().orElseThrow())
        .isInstanceOf(Outcome.BadResult.class);
  }

  static Stream<Outcome> failures() {
    return Stream.of(
        new Outcome.Raised("ValueError", "m", "t"),
        new Outcome.BadResult("result", "m"),
        new Outcome.LoadFailed(Outcome.LoadStep.IMPORT, "E", "m", "t"),
        new Outcome.TimedOut(Duration.ofSeconds(1)),
        new Outcome.Killed(9, "SIGKILL"),
        new Outcome.Exited(0),
        new Outcome.Unrecognized());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void denies_when_the_hook_did_not_return(Outcome outcome) {
    assertThat(VerdictReader.ofAuthenticate(outcome))
        .isEqualTo(new Verdict.Deny(Optional.empty(), Optional.of(outcome)))
        .isEqualTo(VerdictReader.ofAuthorize(outcome));
  }
}
