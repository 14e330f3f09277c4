// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PasswordsResponse;
import org.pluginexecutor.client.PrivateKeysResponse;
import org.pluginexecutor.client.RemoteAppResponse;
import org.pluginexecutor.client.TotpCode;
import org.pluginexecutor.client.TotpCodesResponse;
import org.pluginexecutor.client.Verdict;

/** Prints a session that is played for an author. Confined to one thread. */
final class ScenarioPrinter {
  private static final String MASK = "***";

  private final PrintStream out;
  private final Style style;
  private final HookPrinter hooks;
  private final boolean showSecrets;
  private final Set<String> hiddenKeys = new HashSet<>();

  /**
   * Prepares it.
   *
   * @param showSecrets whether passwords, keys and hidden answers are shown
   */
  ScenarioPrinter(Terminal terminal, boolean showSecrets) {
    this.out = terminal.out();
    this.style = terminal.style();
    this.hooks = new HookPrinter(terminal);
    this.showSecrets = showSecrets;
  }

  void introduction(String name, String description) {
    out.println(style.bold("scenario: " + Printing.visible(name)));
    if (!description.isEmpty()) {
      out.println(Printing.visible(description));
    }
  }

  void question(String hook, Map<String, ? extends @Nullable Object> arguments) {
    out.println();
    hooks.line("hook", style.bold(hook));
    if (!arguments.isEmpty()) {
      hooks.line(
          "asked",
          arguments.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + shown(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  void verdict(Verdict verdict, HookResponse response) {
    hooks.logLines(response.logLines());
    hooks.verdict(verdict);
    switch (verdict) {
      case Verdict.Accept(var _, var _, var metadata) ->
          metadata.ifPresent(text -> hooks.line("stored", Printing.visible(text)));
      case Verdict.NeedInfo(var key, var _, var disableEcho) -> {
        hooks.line("key", Printing.visible(key));
        if (disableEcho) {
          hiddenKeys.add(key);
        }
      }
      case Verdict.Deny _, Verdict.Abstain _ -> {}
    }
    end(response);
  }

  void passwords(PasswordsResponse response) {
    hooks.logLines(response.response().logLines());
    hooks.passwords(response);
    secrets(response.passwords());
    end(response.response());
  }

  void privateKeys(PrivateKeysResponse response) {
    hooks.logLines(response.response().logLines());
    hooks.privateKeys(response);
    secrets(response.privateKeys().stream().map(key -> key.type() + "\n" + key.pem()).toList());
    end(response.response());
  }

  void programPasswords(RemoteAppResponse response) {
    hooks.logLines(response.response().logLines());
    hooks.programPasswords(response);
    var credentials = response.credentials();
    if (!credentials.launchInformation().isEmpty()) {
      hooks.line("launch", Printing.count(credentials.launchInformation().size(), "text"));
    }
    secrets(credentials.passwords());
    secrets(credentials.launchInformation());
    end(response.response());
  }

  void totpCodes(TotpCodesResponse response) {
    hooks.logLines(response.response().logLines());
    hooks.totpCodes(response);
    secrets(response.totpCodes().stream().map(TotpCode::code).toList());
    end(response.response());
  }

  void outcome(HookResponse response) {
    hooks.logLines(response.logLines());
    hooks.outcome(response.outcome());
    end(response);
  }

  void time(Duration time) {
    hooks.time(time);
  }

  void unanswered(String key) {
    out.println();
    out.println("Nobody answers the question " + Printing.visible(key) + "; the user goes away.");
  }

  /** What came of it. */
  void result(List<String> differences, int expectedSteps) {
    out.println();
    if (differences.isEmpty()) {
      String all = expectedSteps == 0 ? "every hook answered" : "every step was as expected";
      out.println(style.good("passed") + ": " + all);
      return;
    }
    out.println(style.bad("failed") + ": " + Printing.count(differences.size(), "difference"));
    differences.forEach(difference -> out.println("  " + Printing.visible(difference)));
  }

  private void end(HookResponse response) {
    traceback(response.outcome())
        .filter(text -> !text.isBlank())
        .ifPresent(text -> out.print(Printing.indented(text).indent(8)));
  }

  private static Optional<String> traceback(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Raised(var _, var _, var traceback) -> Optional.of(traceback);
      case Outcome.LoadFailed(var _, var _, var _, var traceback) -> Optional.of(traceback);
      case Outcome.Returned _,
          Outcome.BadResult _,
          Outcome.TimedOut _,
          Outcome.Killed _,
          Outcome.Exited _,
          Outcome.Unrecognized _ ->
          Optional.empty();
    };
  }

  private void secrets(List<String> secrets) {
    if (showSecrets) {
      secrets.forEach(secret -> out.print(Printing.indented(secret).indent(8)));
    }
  }

  private String shown(String name, @Nullable Object value) {
    if (showSecrets) {
      return text(value);
    }
    if (name.equals(SessionField.GATEWAY_PASSWORD.word())) {
      return MASK;
    }
    if (name.equals(SessionField.KEY_VALUE_PAIRS.word()) && value instanceof Map<?, ?> pairs) {
      var masked = new LinkedHashMap<String, @Nullable Object>();
      pairs.forEach((key, answer) ->
          masked.put(String.valueOf(key), hiddenKeys.contains(key) ? MASK : answer));
      return text(masked);
    }
    return text(value);
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? Printing.visible(text) : JsonWriter.compact(value);
  }
}
