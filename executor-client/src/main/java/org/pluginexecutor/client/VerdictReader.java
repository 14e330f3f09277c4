// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the verdict out of an outcome. Trusts neither side alone: the server's verdict and the
 * plugin's result must say the same, and everything else is a refusal.
 */
final class VerdictReader {
  private static final Map<String, @Nullable Object> NO_RESULT = Map.of();

  private VerdictReader() {}

  static Verdict ofAuthenticate(Outcome outcome) {
    return read(outcome, true);
  }

  static Verdict ofAuthorize(Outcome outcome) {
    return read(outcome, false);
  }

  private static Verdict read(Outcome outcome, boolean withGatewayUser) {
    if (!(outcome instanceof Outcome.Returned returned)) {
      return new Verdict.Deny(Optional.empty(), Optional.of(outcome));
    }
    Map<String, @Nullable Object> result = returned.result();
    VerdictKind kind = returned.verdict().orElse(null);
    try {
      checkAgreement(kind, result);
      Map<String, @Nullable Object> fields = result == null ? NO_RESULT : result;
      return switch (Objects.requireNonNull(kind)) {
        case ACCEPT -> accept(fields, withGatewayUser);
        case DENY -> new Verdict.Deny(lenientText(fields.get("reason")), Optional.empty());
        case NEEDINFO -> needInfo(fields.get("question"));
        case NONE -> new Verdict.Abstain();
      };
    } catch (MalformedResultException e) {
      Optional<String> reason =
          kind == VerdictKind.DENY && result != null
              ? lenientText(result.get("reason"))
              : Optional.empty();
      return new Verdict.Deny(reason, Optional.of(e.outcome()));
    }
  }

  private static void checkAgreement(
      @Nullable VerdictKind kind, @Nullable Map<String, @Nullable Object> result)
      throws MalformedResultException {
    if (kind == null) {
      throw new MalformedResultException("result.verdict", "no verdict that this client knows");
    }
    if (result == null) {
      if (kind == VerdictKind.ACCEPT || kind == VerdictKind.NEEDINFO) {
        throw new MalformedResultException("result", "None (expected: dict)");
      }
      return;
    }
    Object said = result.get("verdict");
    // authorize that abstains is a refusal by the contract.
    boolean agrees = kind.name().equals(said) || (kind == VerdictKind.DENY && "NONE".equals(said));
    if (!agrees) {
      throw new MalformedResultException(
          "result.verdict", "not what the server read (expected: " + kind + ")");
    }
  }

  private static Verdict accept(Map<String, @Nullable Object> result, boolean withGatewayUser)
      throws MalformedResultException {
    Optional<String> metadata = text(result, "additional_metadata");
    if (!withGatewayUser) {
      return new Verdict.Accept(Optional.empty(), Optional.empty(), metadata);
    }
    return new Verdict.Accept(text(result, "gateway_user"), groups(result), metadata);
  }

  private static Verdict needInfo(@Nullable Object question) throws MalformedResultException {
    if (question instanceof List<?> parts
        && (parts.size() == 2 || parts.size() == 3)
        && parts.get(0) instanceof String key
        && parts.get(1) instanceof String prompt) {
      if (parts.size() == 2) {
        return new Verdict.NeedInfo(key, prompt, false);
      }
      if (parts.get(2) instanceof Boolean disableEcho) {
        return new Verdict.NeedInfo(key, prompt, disableEcho);
      }
    }
    throw new MalformedResultException(
        "result.question", "not a question (expected: key, prompt and possibly disable_echo)");
  }

  private static Optional<List<String>> groups(Map<String, @Nullable Object> result)
      throws MalformedResultException {
    Object value = result.get("gateway_groups");
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof List<?> list)) {
      throw new MalformedResultException("result.gateway_groups", "not a list (expected: list)");
    }
    List<String> groups = new ArrayList<>();
    for (Object group : list) {
      if (!(group instanceof String text)) {
        throw new MalformedResultException(
            "result.gateway_groups[" + groups.size() + "]", "not text (expected: str)");
      }
      groups.add(text);
    }
    return Optional.of(List.copyOf(groups));
  }

  private static Optional<String> text(Map<String, @Nullable Object> result, String key)
      throws MalformedResultException {
    Object value = result.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw new MalformedResultException("result." + key, "not text (expected: str)");
    }
    return Optional.of(text);
  }

  private static Optional<String> lenientText(@Nullable Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
