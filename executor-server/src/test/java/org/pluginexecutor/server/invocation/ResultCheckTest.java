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
import org.pluginexecutor.server.contract.Contract;
import org.pluginexecutor.server.contract.Hook;
import org.pluginexecutor.server.invocation.Outcome.BadResult;
import org.pluginexecutor.server.invocation.Outcome.Returned;
import org.pluginexecutor.server.invocation.Outcome.Verdict;
import org.pluginexecutor.server.value.PluginValue;

class ResultCheckTest {
  private static final String RSA =
      "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n";
  private static final PluginValue.Dict CODE =
      dict("unix_time", 1761749392, "period", 30, "code", "123456", "more", items(1));
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

  private static Outcome outcome(Hook hook, PluginValue result) {
    return ResultCheck.check(hook, result).outcome();
  }

  private static List<Hook> all() {
    return Stream.of(Contract.AA, Contract.CREDENTIALSTORE).flatMap(List::stream).toList();
  }

  /** The hooks that answer this key. */
  private static List<Hook> hooks(String key) {
    return all().stream()
        .filter(hook -> hook.results().stream().anyMatch(result -> result.name().equals(key)))
        .toList();
  }

  private static List<Hook> verdictHooks() {
    return hooks("verdict");
  }

  private static Hook hook(String name) {
    return all().stream().filter(hook -> hook.name().equals(name)).findFirst().orElseThrow();
  }

  private static Arguments bad(Hook hook, PluginValue result, String path, String message) {
    return Arguments.of(hook, result, path, message);
  }

  static Stream<Arguments> nones() {
    var expected =
        Map.of("authenticate", Optional.of(Verdict.NONE), "authorize", Optional.of(Verdict.DENY));
    return all().stream()
        .map(hook -> Arguments.of(hook, expected.getOrDefault(hook.name(), Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("nones")
  void takes_none_for_an_abstention_but_for_a_refusal_in_authorize(
      Hook hook, Optional<Verdict> verdict) {
    assertThat(outcome(hook, NONE)).isEqualTo(new Returned(NONE, verdict));
  }

  static Stream<Arguments> verdicts() {
    var table = new ArrayList<Arguments>();
    for (var hook : verdictHooks()) {
      boolean authorize = hook.name().equals("authorize");
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
    assertThat(outcome(hook, result)).isEqualTo(new Returned(result, Optional.of(verdict)));
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
  @MethodSource({"badVerdicts", "badQuestions", "badCookies", "badLists", "badTexts", "badForms"})
  void refuses_what_is_no_answer(Hook hook, PluginValue result, String path, String message) {
    assertThat(outcome(hook, result)).isEqualTo(new BadResult(path, message));
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
    return all().stream().filter(hook -> !hook.isResultIgnored()).toList();
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
    for (var hook : hooks("passwords")) {
      for (var value : List.of(NONE, items(), items("a", ""))) {
        table.add(Arguments.of(hook, dict("passwords", value)));
      }
      table.add(Arguments.of(hook, dict("private_keys", 1)));
    }
    for (var hook : hooks("private_keys")) {
      for (var value : List.of(NONE, items(), items(items("ssh-rsa", RSA)))) {
        table.add(Arguments.of(hook, dict("private_keys", value)));
      }
    }
    for (var hook : hooks("totp_codes")) {
      for (var value : List.of(NONE, items(), items(CODE), items(CODE, CODE))) {
        table.add(Arguments.of(hook, dict("totp_codes", value)));
      }
    }
    table.add(Arguments.of(hook("authentication_completed"), dict("passwords", 1, "verdict", 1)));
    return table.stream();
  }

  @ParameterizedTest
  @MethodSource("goodResults")
  void passes_a_good_result_on_as_it_is(Hook hook, PluginValue result) {
    assertThat(outcome(hook, result))
        .isInstanceOfSatisfying(
            Returned.class, returned -> assertThat(returned.result()).isEqualTo(result));
  }

  @Test
  void gives_no_verdict_where_the_hook_answers_none() {
    for (var hook : all()) {
      if (!verdictHooks().contains(hook)) {
        assertThat(outcome(hook, dict("verdict", "ACCEPT")))
            .as(hook.name())
            .isInstanceOfSatisfying(
                Returned.class, returned -> assertThat(returned.verdict()).isEmpty());
      }
    }
  }

  static Stream<Arguments> badLists() {
    var table = new ArrayList<Arguments>();
    for (var hook : hooks("passwords")) {
      addBadLists(
          table,
          hook,
          "passwords",
          "a list of text or None",
          "text",
          wrongFor(PluginValue.Text.class));
    }
    for (var hook : hooks("private_keys")) {
      var wrong = new ArrayList<>(wrongFor(PluginValue.Items.class));
      wrong.addAll(
          List.of(items(), items("ssh-rsa"), items("a", "b", "c"), items("a", 1), items(1, "a")));
      addBadLists(
          table,
          hook,
          "private_keys",
          "a list of pairs of text (key type, PEM) or None",
          "a pair of texts: type, key",
          wrong);
    }
    for (var hook : hooks("totp_codes")) {
      addBadLists(
          table,
          hook,
          "totp_codes",
          "a list of dicts or None",
          "a dict",
          wrongFor(PluginValue.Dict.class));
    }
    return table.stream();
  }

  /** The keys of the tables that are not lists, and lists of text beside the first key. */
  static Stream<Arguments> badTexts() {
    var table = new ArrayList<Arguments>();
    for (var hook : answering()) {
      for (var key : hook.results()) {
        Class<? extends PluginValue> right =
            switch (key.type()) {
              case TEXT -> PluginValue.Text.class;
              case BOOL -> PluginValue.Bool.class;
              case DICT -> PluginValue.Dict.class;
              case TEXT_LIST -> PluginValue.Items.class;
              case VERDICT, QUESTION, PRIVATE_KEYS, TOTP_CODES, REMOVED -> PluginValue.class;
            };
        for (var value : wrongFor(right)) {
          table.add(
              bad(
                  hook,
                  dict("verdict", "DENY", key.name(), value),
                  "result." + key.name(),
                  value.typeName() + " (expected: " + key.type().expected() + ")"));
        }
      }
    }
    table.add(
        bad(
            hook("authenticate"),
            dict("verdict", "ACCEPT", "gateway_groups", items("a", null)),
            "result.gateway_groups[1]",
            "None (expected: text)"));
    return table.stream();
  }

  /** What is no dict; lists as far as they are refused. */
  static Stream<Arguments> badForms() {
    var table = new ArrayList<Arguments>();
    for (var hook : answering()) {
      var expected =
          switch (hook.name()) {
            case "get_remote_app_credentials" -> "a dict, None or an empty list";
            case "get_totp_codes" -> "a dict, a list or None";
            default -> "a dict or None";
          };
      for (var value : wrongFor(PluginValue.Dict.class)) {
        if (!(value instanceof PluginValue.Items) || !hook.name().equals("get_totp_codes")) {
          table.add(bad(hook, value, "result", value.typeName() + " (expected: " + expected + ")"));
        }
      }
    }
    table.add(bad(hook("get_totp_codes"), items(1), "result[0]", "int (expected: a dict)"));
    for (var field : List.of("unix_time", "period", "code")) {
      var expected = field.equals("code") ? "text" : "an integer of at most 64 bits";
      for (var value : List.of(NONE, new PluginValue.Bool(true), new PluginValue.Real(1.0))) {
        var problem = value.typeName() + " (expected: " + expected + ")";
        var codes = items(CODE, dict(field, value));
        table.add(bad(hook("get_totp_codes"), codes, "result[1]." + field, problem));
        table.add(
            bad(
                hook("get_totp_codes"),
                dict("totp_codes", codes),
                "result.totp_codes[1]." + field,
                problem));
      }
    }
    return table.stream();
  }

  @Test
  void gives_a_bare_list_to_the_caller_in_the_form_of_the_dict() {
    assertThat(outcome(hook("get_totp_codes"), items(CODE)))
        .isEqualTo(new Returned(dict("totp_codes", items(CODE)), Optional.empty()));
    assertThat(outcome(hook("get_totp_codes"), items()))
        .isEqualTo(new Returned(dict("totp_codes", items()), Optional.empty()));
    assertThat(outcome(hook("get_remote_app_credentials"), items()))
        .isEqualTo(new Returned(dict("passwords", items()), Optional.empty()));
  }

  @Test
  void completes_a_code_that_lacks_keys() {
    assertThat(outcome(hook("get_totp_codes"), dict("totp_codes", items(dict("more", 1)))))
        .isEqualTo(
            new Returned(
                dict(
                    "totp_codes", items(dict("unix_time", 0, "period", 30, "code", "", "more", 1))),
                Optional.empty()));
  }

  @Test
  void takes_user_and_groups_out_of_an_authorization_with_a_remark() {
    var result =
        dict("verdict", "ACCEPT", "gateway_user", "root", "gateway_groups", 7, "my_key", 1);

    var checked = ResultCheck.check(hook("authorize"), result);

    assertThat(checked.outcome())
        .isEqualTo(
            new Returned(dict("verdict", "ACCEPT", "my_key", 1), Optional.of(Verdict.ACCEPT)));
    assertThat(checked.remarks())
        .containsExactly(
            "gateway_user of authorize was left out: only authenticate says that",
            "gateway_groups of authorize was left out: only authenticate says that");
    var nothing =
        ResultCheck.check(hook("authorize"), dict("verdict", "DENY", "gateway_user", null));
    assertThat(nothing.remarks()).isEmpty();
  }

  private static void addBadLists(
      List<Arguments> table,
      Hook hook,
      String key,
      String expectedList,
      String expected,
      List<PluginValue> wrong) {
    for (var value : wrongFor(PluginValue.Items.class)) {
      table.add(
          bad(
              hook,
              dict(key, value),
              "result." + key,
              value.typeName() + " (expected: " + expectedList + ")"));
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
    for (var hook : all().stream().filter(Hook::isResultIgnored).toList()) {
      for (var result : List.of(NONE, dict("cookie", 1), dict("verdict", "ACCEPT"))) {
        assertThat(outcome(hook, result)).isEqualTo(new Returned(NONE, Optional.empty()));
      }
    }
  }

  @Test
  void shows_nothing_of_what_was_returned() {
    for (var hook : answering()) {
      for (var key : List.of("verdict", "passwords", "private_keys", "totp_codes", "cookie")) {
        for (PluginValue value : List.of(new PluginValue.Text("hunter2"), items("hunter2"))) {
          if (outcome(hook, dict(key, value)) instanceof BadResult badResult) {
            assertThat(badResult.toString()).doesNotContain("hunter2");
          }
        }
      }
    }
  }
}
