// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.invocation.Outcome.BadResult;
import org.pluginexecutor.server.invocation.Outcome.Returned;
import org.pluginexecutor.server.invocation.Outcome.Verdict;
import org.pluginexecutor.server.value.PluginValue;

class ResultCheckTest {
  private static final PluginValue NONE = PluginValue.Null.INSTANCE;

  /** Values of every type but one, which are wrong wherever that type is expected. */
  private static List<PluginValue> wrongFor(Class<? extends PluginValue> right) {
    return Stream.<PluginValue>of(
            new PluginValue.Bool(true),
            new PluginValue.Int(1),
            new PluginValue.BigInt("18446744073709551616"),
            new PluginValue.Real(1.5),
            new PluginValue.Text("ACCEPT"),
            items("ACCEPT"),
            dict("a", 1))
        .filter(value -> !right.isInstance(value))
        .toList();
  }

  private static List<Hook> hooks(Hook.Answer... answers) {
    return Hook.ALL.stream().filter(hook -> List.of(answers).contains(hook.answer())).toList();
  }

  private static List<Hook> verdictHooks() {
    return hooks(Hook.Answer.AUTHENTICATION_VERDICT, Hook.Answer.AUTHORIZATION_VERDICT);
  }

  private static Arguments bad(Hook hook, PluginValue result, String path, String message) {
    return Arguments.of(hook, result, path, message);
  }

  static Stream<Arguments> nones() {
    var expected =
        Map.of(
            Hook.Answer.AUTHENTICATION_VERDICT,
            Optional.of(Verdict.NONE),
            Hook.Answer.AUTHORIZATION_VERDICT,
            Optional.of(Verdict.DENY));
    return Hook.ALL.stream()
        .map(hook -> Arguments.of(hook, expected.getOrDefault(hook.answer(), Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("nones")
  void takes_none_for_an_abstention_but_for_a_refusal_in_authorize(
      Hook hook, Optional<Verdict> verdict) {
    assertThat(ResultCheck.check(hook, NONE)).isEqualTo(new Returned(NONE, verdict));
  }

  static Stream<Arguments> verdicts() {
    var table = new ArrayList<Arguments>();
    for (var hook : verdictHooks()) {
      boolean authorize = hook.answer() == Hook.Answer.AUTHORIZATION_VERDICT;
      table.add(Arguments.of(hook, dict("verdict", "ACCEPT"), Verdict.ACCEPT));
      table.add(Arguments.of(hook, dict("verdict", "ACCEPT", "my_key", 1), Verdict.ACCEPT));
      table.add(Arguments.of(hook, dict("verdict", "DENY", "reason", "no"), Verdict.DENY));
      table.add(
          Arguments.of(hook, dict("verdict", "NONE"), authorize ? Verdict.DENY : Verdict.NONE));
      for (var question : List.of(items("k", "p"), items("k", "p", true), items("", "", false))) {
        table.add(
            Arguments.of(
                hook, dict("verdict", "NEEDINFO", "question", question), Verdict.NEEDINFO));
      }
    }
    return table.stream();
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void understands_every_verdict(Hook hook, PluginValue result, Verdict verdict) {
    assertThat(ResultCheck.check(hook, result))
        .isEqualTo(new Returned(result, Optional.of(verdict)));
  }

  static Stream<Arguments> badVerdicts() {
    var table = new ArrayList<Arguments>();
    for (var hook : verdictHooks()) {
      table.add(
          bad(
              hook,
              dict(),
              "result.verdict",
              "missing (expected: ACCEPT, DENY, NEEDINFO or NONE)"));
      for (var text : List.of("", "accept", "Accept", " ACCEPT", "ACCEPT\n", "ALLOW", "АCCEPT")) {
        table.add(
            bad(
                hook,
                dict("verdict", text),
                "result.verdict",
                "another text (expected: ACCEPT, DENY, NEEDINFO or NONE, in capitals)"));
      }
      for (var value : wrongFor(PluginValue.Text.class)) {
        table.add(badVerdictType(hook, value));
      }
      table.add(badVerdictType(hook, NONE));
    }
    return table.stream();
  }

  private static Arguments badVerdictType(Hook hook, PluginValue value) {
    return bad(
        hook,
        dict("verdict", value),
        "result.verdict",
        value.typeName() + " (expected: the text ACCEPT, DENY, NEEDINFO or NONE)");
  }

  @ParameterizedTest
  @MethodSource({"badVerdicts", "badQuestions", "badCookies", "badLists"})
  void refuses_what_is_no_answer(Hook hook, PluginValue result, String path, String message) {
    assertThat(ResultCheck.check(hook, result)).isEqualTo(new BadResult(path, message));
  }

  static Stream<Arguments> badQuestions() {
    var expected = " (expected: (key, prompt) or (key, prompt, disable_echo))";
    var table = new ArrayList<Arguments>();
    for (var hook : verdictHooks()) {
      table.add(bad(hook, dict("verdict", "NEEDINFO"), "result.question", "missing" + expected));
      table.add(badQuestion(hook, null, "", "None" + expected));
      table.add(badQuestion(hook, "otp", "", "str" + expected));
      table.add(badQuestion(hook, dict("key", "k"), "", "dict" + expected));
      table.add(badQuestion(hook, items(), "", "0 elements" + expected));
      table.add(badQuestion(hook, items("k"), "", "1 elements" + expected));
      table.add(badQuestion(hook, items("k", "p", true, 1), "", "4 elements" + expected));
      table.add(badQuestion(hook, items(1, "p"), "[0]", "int (expected: text)"));
      table.add(badQuestion(hook, items("k", null), "[1]", "None (expected: text)"));
      for (var echo : wrongFor(PluginValue.Bool.class)) {
        table.add(
            badQuestion(
                hook,
                items("k", "p", echo),
                "[2]",
                echo.typeName() + " (expected: True or False)"));
      }
      table.add(badQuestion(hook, items("k", "p", null), "[2]", "None (expected: True or False)"));
    }
    return table.stream();
  }

  private static Arguments badQuestion(
      Hook hook, @Nullable Object question, String path, String message) {
    return bad(
        hook, dict("verdict", "NEEDINFO", "question", question), "result.question" + path, message);
  }

  private static List<Hook> answering() {
    return Hook.ALL.stream().filter(hook -> hook.answer() != Hook.Answer.NOTHING).toList();
  }

  static Stream<Arguments> badCookies() {
    var table = new ArrayList<Arguments>();
    for (var hook : answering()) {
      for (var key : List.of("cookie", "session_cookie")) {
        for (var value : wrongFor(PluginValue.Dict.class)) {
          table.add(
              bad(
                  hook,
                  dict("verdict", "ACCEPT", key, value),
                  "result." + key,
                  value.typeName() + " (expected: a dict or None)"));
        }
      }
    }
    return table.stream();
  }

  static Stream<Arguments> goodResults() {
    var table = new ArrayList<Arguments>();
    for (var hook : answering()) {
      for (var cookie : List.of(NONE, dict(), dict("a", items(1)))) {
        table.add(
            Arguments.of(
                hook, dict("verdict", "DENY", "cookie", cookie, "session_cookie", cookie)));
      }
    }
    for (var hook : hooks(Hook.Answer.PASSWORDS)) {
      for (var value : List.of(NONE, items(), items("a", ""))) {
        table.add(Arguments.of(hook, dict("passwords", value)));
      }
      table.add(Arguments.of(hook, dict("private_keys", 1)));
    }
    for (var hook : hooks(Hook.Answer.PRIVATE_KEYS)) {
      for (var value : List.of(NONE, items(), items(items("ssh-rsa", "k"), items("x", "")))) {
        table.add(Arguments.of(hook, dict("private_keys", value)));
      }
    }
    for (var hook : hooks(Hook.Answer.TOTP_CODES)) {
      for (var value : List.of(NONE, items(), items(dict("code", "123456"), dict()))) {
        table.add(Arguments.of(hook, dict("totp_codes", value)));
      }
    }
    for (var hook : hooks(Hook.Answer.COOKIES)) {
      table.add(Arguments.of(hook, dict("passwords", 1, "verdict", 1)));
    }
    return table.stream();
  }

  @ParameterizedTest
  @MethodSource("goodResults")
  void passes_a_good_result_on_as_it_is(Hook hook, PluginValue result) {
    assertThat(ResultCheck.check(hook, result))
        .isInstanceOfSatisfying(
            Returned.class, returned -> assertThat(returned.result()).isEqualTo(result));
  }

  @Test
  void gives_no_verdict_where_the_hook_answers_none() {
    for (var hook : Hook.ALL) {
      if (!verdictHooks().contains(hook)) {
        assertThat(ResultCheck.check(hook, dict("verdict", "ACCEPT")))
            .as(hook.name())
            .isInstanceOfSatisfying(
                Returned.class, returned -> assertThat(returned.verdict()).isEmpty());
      }
    }
  }

  static Stream<Arguments> badLists() {
    var table = new ArrayList<Arguments>();
    for (var hook : hooks(Hook.Answer.PASSWORDS)) {
      addBadLists(table, hook, "passwords", "text", wrongFor(PluginValue.Text.class));
    }
    for (var hook : hooks(Hook.Answer.PRIVATE_KEYS)) {
      var wrong = new ArrayList<>(wrongFor(PluginValue.Items.class));
      wrong.addAll(
          List.of(items(), items("ssh-rsa"), items("a", "b", "c"), items("a", 1), items(1, "a")));
      addBadLists(table, hook, "private_keys", "a pair of texts: type, key", wrong);
    }
    for (var hook : hooks(Hook.Answer.TOTP_CODES)) {
      addBadLists(table, hook, "totp_codes", "a dict", wrongFor(PluginValue.Dict.class));
    }
    return table.stream();
  }

  private static void addBadLists(
      List<Arguments> table, Hook hook, String key, String expected, List<PluginValue> wrong) {
    for (var value : wrongFor(PluginValue.Items.class)) {
      table.add(
          bad(
              hook,
              dict(key, value),
              "result." + key,
              value.typeName() + " (expected: a list or None)"));
    }
    for (var item : wrong) {
      table.add(
          bad(
              hook,
              dict(key, items(item)),
              "result." + key + "[0]",
              item.typeName() + " (expected: " + expected + ")"));
    }
    table.add(
        bad(
            hook,
            dict(key, items((Object) null)),
            "result." + key + "[0]",
            "None (expected: " + expected + ")"));
  }

  @Test
  void ignores_whatever_session_ended_returns() {
    for (var hook : hooks(Hook.Answer.NOTHING)) {
      for (var result : List.of(NONE, dict("cookie", 1), dict("verdict", "ACCEPT"))) {
        assertThat(ResultCheck.check(hook, result)).isEqualTo(new Returned(NONE, Optional.empty()));
      }
    }
  }

  @Test
  void shows_nothing_of_what_was_returned() {
    for (var hook : answering()) {
      for (var key : List.of("verdict", "passwords", "private_keys", "totp_codes", "cookie")) {
        for (PluginValue value : List.of(new PluginValue.Text("hunter2"), items("hunter2"))) {
          if (ResultCheck.check(hook, dict(key, value)) instanceof BadResult badResult) {
            assertThat(badResult.toString()).doesNotContain("hunter2");
          }
        }
      }
    }
  }
}
