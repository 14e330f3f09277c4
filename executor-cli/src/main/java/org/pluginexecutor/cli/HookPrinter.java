// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PasswordsResponse;
import org.pluginexecutor.client.PrivateKeysResponse;
import org.pluginexecutor.client.RemoteAppResponse;
import org.pluginexecutor.client.TotpCodesResponse;
import org.pluginexecutor.client.Verdict;
import org.pluginexecutor.client.VerdictKind;

/** Prints the calls of a session. Passwords and keys are masked. Confined to one thread. */
final class HookPrinter {
  private static final int LABEL_WIDTH = 8;
  private static final int SHOWN_ARGUMENTS = 4;

  private final PrintStream out;
  private final Style style;

  HookPrinter(Terminal terminal) {
    this.out = terminal.out();
    this.style = terminal.style();
  }

  /** A call that begins. */
  void question(String target, String hook, Map<String, ? extends @Nullable Object> arguments) {
    out.println();
    line("hook", style.bold(hook + " (" + target + ")"));
    if (!arguments.isEmpty()) {
      String shown =
          arguments.entrySet().stream()
              .limit(SHOWN_ARGUMENTS)
              .map(entry -> entry.getKey() + "=" + shortForm(entry.getValue()))
              .collect(Collectors.joining(", "));
      int more = arguments.size() - SHOWN_ARGUMENTS;
      line("asked", more > 0 ? shown + " and " + more + " more" : shown);
    }
  }

  void logLines(List<LogLine> lines) {
    String label = "log";
    for (var logLine : lines) {
      line(label, style.dim(Printing.visible(logLine.text())));
      label = "";
    }
  }

  void verdict(Verdict verdict) {
    switch (verdict) {
      case Verdict.Accept(var user, var groups, var _) ->
          answer(
              VerdictKind.ACCEPT,
              user.map(name -> "user " + name).orElse("")
                  + groups.map(names -> " in groups " + String.join(", ", names)).orElse(""));
      case Verdict.Deny(var reason, var failure) ->
          answer(
              VerdictKind.DENY,
              failure.map(HookPrinter::failure).or(() -> reason).orElse("without a reason"));
      case Verdict.NeedInfo(var _, var prompt, var disableEcho) ->
          answer(
              VerdictKind.NEEDINFO,
              JsonWriter.compact(prompt) + (disableEcho ? " (what is typed is hidden)" : ""));
      case Verdict.Abstain _ -> answer(VerdictKind.NONE, "");
    }
  }

  void passwords(PasswordsResponse response) {
    credentials(lengths(response.passwords()), "password", response.failure());
  }

  /** Those for a program that the RemoteApp launcher starts, and whose they are. */
  void programPasswords(RemoteAppResponse response) {
    var found = response.credentials();
    credentials(lengths(found.passwords()), "password", response.failure());
    found.account().ifPresent(account -> line("account", Printing.visible(account)));
    found.asset().ifPresent(asset -> line("asset", Printing.visible(asset)));
  }

  void totpCodes(TotpCodesResponse response) {
    var forms =
        response.totpCodes().stream()
            .map(code -> code.code().length() + " digits for " + code.period().toSeconds() + " s")
            .toList();
    credentials(forms, "code", response.failure());
  }

  private static List<String> lengths(List<String> passwords) {
    return passwords.stream().map(word -> word.length() + " characters").toList();
  }

  void privateKeys(PrivateKeysResponse response) {
    var forms =
        response.privateKeys().stream()
            .map(key -> key.type() + ", " + Printing.bytes(key.pem().length()) + " of PEM")
            .toList();
    credentials(forms, "key", response.failure());
  }

  void outcome(Outcome outcome) {
    boolean good = outcome instanceof Outcome.Returned;
    line("answer", good ? style.good("returned") : style.bad(failure(outcome)));
  }

  void time(Duration time) {
    line("took", Printing.duration(time));
  }

  private void answer(VerdictKind verdict, String more) {
    String detail = more.isBlank() ? "" : ": " + Printing.visible(more.strip());
    line("answer", style.verdict(verdict) + detail);
  }

  private void credentials(List<String> forms, String singular, Optional<Outcome> failure) {
    if (failure.isPresent()) {
      line("answer", style.bad(failure(failure.get())));
      return;
    }
    String count = style.good(Printing.count(forms.size(), singular));
    String masked = forms.isEmpty() ? "" : " (masked here): " + String.join("; ", forms);
    line("answer", count + Printing.visible(masked));
  }

  private static String failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Raised(var type, var message, var _) ->
          Printing.visible("raised " + type + ": " + message);
      case Outcome.BadResult(var path, var message) ->
          Printing.visible("bad result, " + path + ": " + message);
      case Outcome.LoadFailed(var _, var type, var message, var _) ->
          Printing.visible("load failed, " + type + ": " + message);
      case Outcome.Returned _,
          Outcome.TimedOut _,
          Outcome.Killed _,
          Outcome.Exited _,
          Outcome.Unrecognized _ ->
          Documents.word(outcome).replace('_', ' ');
    };
  }

  private static String shortForm(@Nullable Object value) {
    return value instanceof String text ? Printing.visible(text) : JsonWriter.compact(value);
  }

  void line(String label, String text) {
    String start = "  " + label + " ".repeat(LABEL_WIDTH - label.length());
    out.println((start + text).stripTrailing());
  }
}
