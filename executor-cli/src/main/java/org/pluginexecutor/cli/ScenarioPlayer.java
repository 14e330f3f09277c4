// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.AccessResponse;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.PluginType;
import org.pluginexecutor.client.Verdict;

/** Plays a session with one plugin, as a gateway does (contract 2.1). Confined to one thread. */
final class ScenarioPlayer {
  /** A plugin that asks more often would never end: nobody counts the questions for it. */
  private static final int MAX_QUESTIONS = 20;

  private final PluginSession session;
  private final PluginTarget target;
  private final Scenario scenario;
  private final Answers answers;
  private final ScenarioPrinter printer;
  private final LongSupplier nanoTicker;
  private final Map<String, Object> known;
  private final Map<String, String> pairs = new LinkedHashMap<>();
  private final List<PlayedStep> played = new ArrayList<>();

  ScenarioPlayer(
      PluginSession session,
      PluginTarget target,
      Scenario scenario,
      Answers answers,
      ScenarioPrinter printer,
      LongSupplier nanoTicker) {
    this.session = session;
    this.target = target;
    this.scenario = scenario;
    this.answers = answers;
    this.printer = printer;
    this.nanoTicker = nanoTicker;
    this.known = new LinkedHashMap<>(scenario.session());
    if (known.get(SessionField.KEY_VALUE_PAIRS.word()) instanceof Map<?, ?> given) {
      given.forEach((key, value) -> pairs.put(String.valueOf(key), String.valueOf(value)));
    }
    known.put(SessionField.KEY_VALUE_PAIRS.word(), pairs);
  }

  /** Plays it; returns what became of each call. */
  List<PlayedStep> play(PluginType type) {
    switch (type) {
      case AA -> {
        boolean goesOn = ask("authenticate");
        // The gateway's own policy decides about who is not known; here it lets everybody try.
        if (goesOn) {
          ask("authorize");
        }
      }
      case CREDENTIALSTORE -> logIn();
      case SIGNINGCA, CONFIGURATION_SYNC ->
          throw new CliException(
              ExitCode.DATA,
              PluginNames.word(type) + ": a type without hooks (expected: aa, credentialstore)");
    }
    plain("session_ended");
    return played;
  }

  /** Returns whether the session goes on. */
  private boolean ask(String hook) {
    for (int questions = 0; questions < MAX_QUESTIONS; questions++) {
      var verdict = verdict(hook);
      switch (verdict) {
        case Verdict.Accept accept -> {
          accept.gatewayUser().ifPresent(user -> know(SessionField.GATEWAY_USER, user));
          accept.gatewayGroups().ifPresent(groups -> know(SessionField.GATEWAY_GROUPS, groups));
          return true;
        }
        case Verdict.Abstain _ -> {
          return true;
        }
        case Verdict.Deny _ -> {
          return false;
        }
        case Verdict.NeedInfo question -> {
          var answer = answers.to(question);
          if (answer.isEmpty()) {
            printer.unanswered(question.key());
            return false;
          }
          pairs.put(question.key(), answer.get());
        }
      }
    }
    throw new CliException(
        ExitCode.FAILURE,
        hook + ": " + MAX_QUESTIONS + " questions (expected: an end of the questions)");
  }

  private void know(SessionField field, Object value) {
    known.put(field.word(), value);
  }

  private Verdict verdict(String hook) {
    var arguments = SessionField.arguments(hook, known);
    Supplier<AccessResponse> call =
        hook.equals("authenticate")
            ? () -> session.authenticate(target, arguments)
            : () -> session.authorize(target, arguments);
    var answer = timed(hook, arguments, call);
    printer.verdict(answer.value().verdict(), answer.value().response());
    keep(hook, StepFacts.of(answer.value().verdict(), answer.value().response()), answer.time());
    return answer.value().verdict();
  }

  private void logIn() {
    boolean found = passwords() > 0;
    // Contract 2.5: keys are for SSH alone.
    if ("ssh".equalsIgnoreCase(String.valueOf(known.get(SessionField.PROTOCOL.word())))) {
      found |= privateKeys() > 0;
    }
    if (found && scenario.loginSucceeds()) {
      plain("authentication_completed");
    }
    if (scenario.loginSucceeds() && startsProgram()) {
      programPasswords();
      totpCodes();
    }
  }

  /** Contract 2.8: the launcher asks for a program whose account or asset is known. */
  private boolean startsProgram() {
    return known.containsKey(SessionField.ACCOUNT.word())
        || known.containsKey(SessionField.ASSET.word());
  }

  private int passwords() {
    var hook = "get_password_list";
    var arguments = SessionField.arguments(hook, known);
    var answer = timed(hook, arguments, () -> session.getPasswordList(target, arguments));
    var response = answer.value();
    printer.passwords(response);
    int count = response.passwords().size();
    keep(hook, StepFacts.of(StepFact.PASSWORDS, count, response.response()), answer.time());
    return count;
  }

  private int privateKeys() {
    var hook = "get_private_key_list";
    var arguments = SessionField.arguments(hook, known);
    var answer = timed(hook, arguments, () -> session.getPrivateKeyList(target, arguments));
    var response = answer.value();
    printer.privateKeys(response);
    int count = response.privateKeys().size();
    keep(hook, StepFacts.of(StepFact.PRIVATE_KEYS, count, response.response()), answer.time());
    return count;
  }

  private void programPasswords() {
    var hook = "get_remote_app_credentials";
    var arguments = SessionField.arguments(hook, known);
    var answer = timed(hook, arguments, () -> session.getRemoteAppCredentials(target, arguments));
    var response = answer.value();
    printer.programPasswords(response);
    int count = response.credentials().passwords().size();
    keep(hook, StepFacts.of(StepFact.PASSWORDS, count, response.response()), answer.time());
  }

  private void totpCodes() {
    var hook = "get_totp_codes";
    var arguments = SessionField.arguments(hook, known);
    var answer = timed(hook, arguments, () -> session.getTotpCodes(target, arguments));
    var response = answer.value();
    printer.totpCodes(response);
    int count = response.totpCodes().size();
    keep(hook, StepFacts.of(StepFact.TOTP_CODES, count, response.response()), answer.time());
  }

  private void plain(String hook) {
    var answer = timed(hook, Map.of(), () -> session.call(target, hook, Map.of()));
    printer.outcome(answer.value());
    keep(hook, StepFacts.of(answer.value()), answer.time());
  }

  private void keep(String hook, Map<StepFact, String> facts, Duration time) {
    printer.time(time);
    played.add(new PlayedStep(hook, facts));
  }

  private <T> Timed<T> timed(
      String hook, Map<String, ? extends @Nullable Object> arguments, Supplier<T> call) {
    printer.question(hook, arguments);
    long start = nanoTicker.getAsLong();
    T value = call.get();
    return new Timed<>(value, Duration.ofNanos(nanoTicker.getAsLong() - start));
  }

  /** An answer, and how long it took. */
  private record Timed<T>(T value, Duration time) {}
}
