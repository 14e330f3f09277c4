// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.invocation.Outcome.BadResult;
import org.pluginexecutor.server.invocation.Outcome.Returned;
import org.pluginexecutor.server.invocation.Outcome.Verdict;
import org.pluginexecutor.server.value.PluginValue;

/**
 * Holds a hook's result against the contract's tables. Fails closed: what is not allowed is no
 * answer. Stateless.
 */
final class ResultCheck {
  private ResultCheck() {}

  /**
   * Checks a result.
   *
   * @param result a dict or None
   */
  static Outcome check(Hook hook, PluginValue result) {
    if (hook.answer() == Hook.Answer.NOTHING) {
      return new Returned(PluginValue.Null.INSTANCE, Optional.empty());
    }
    if (!(result instanceof PluginValue.Dict dict)) {
      return new Returned(result, verdictOfNone(hook));
    }
    var problem = cookieProblem(dict);
    if (problem != null) {
      return problem;
    }
    return switch (hook.answer()) {
      case AUTHENTICATION_VERDICT -> checkVerdict(dict, Verdict.NONE);
      case AUTHORIZATION_VERDICT -> checkVerdict(dict, Verdict.DENY);
      case PASSWORDS -> checkList(dict, "passwords", ResultCheck::isText, "text");
      case PRIVATE_KEYS ->
          checkList(dict, "private_keys", ResultCheck::isPairOfTexts, "a pair of texts: type, key");
      case TOTP_CODES ->
          checkList(dict, "totp_codes", v -> v instanceof PluginValue.Dict, "a dict");
      case COOKIES, NOTHING -> new Returned(dict, Optional.empty());
    };
  }

  /** Who abstains from an authorization has not permitted anything (contract Q26). */
  private static Optional<Verdict> verdictOfNone(Hook hook) {
    return switch (hook.answer()) {
      case AUTHENTICATION_VERDICT -> Optional.of(Verdict.NONE);
      case AUTHORIZATION_VERDICT -> Optional.of(Verdict.DENY);
      case PASSWORDS, PRIVATE_KEYS, COOKIES, TOTP_CODES, NOTHING -> Optional.empty();
    };
  }

  private static @Nullable BadResult cookieProblem(PluginValue.Dict result) {
    for (var key : List.of("cookie", "session_cookie")) {
      var value = result.get(key);
      if (value != null
          && !(value instanceof PluginValue.Dict)
          && !(value instanceof PluginValue.Null)) {
        return bad("result." + key, value.typeName(), "a dict or None");
      }
    }
    return null;
  }

  private static Outcome checkVerdict(PluginValue.Dict result, Verdict abstention) {
    var value = result.get("verdict");
    if (value == null) {
      return bad("result.verdict", "missing", "ACCEPT, DENY, NEEDINFO or NONE");
    }
    if (!(value instanceof PluginValue.Text(var text))) {
      return bad("result.verdict", value.typeName(), "the text ACCEPT, DENY, NEEDINFO or NONE");
    }
    return switch (text) {
      case "ACCEPT" -> new Returned(result, Optional.of(Verdict.ACCEPT));
      case "DENY" -> new Returned(result, Optional.of(Verdict.DENY));
      case "NONE" -> new Returned(result, Optional.of(abstention));
      case "NEEDINFO" -> checkQuestion(result);
      default ->
          bad("result.verdict", "another text", "ACCEPT, DENY, NEEDINFO or NONE, in capitals");
    };
  }

  private static Outcome checkQuestion(PluginValue.Dict result) {
    var expected = "(key, prompt) or (key, prompt, disable_echo)";
    var value = result.get("question");
    if (!(value instanceof PluginValue.Items(var parts))) {
      return bad("result.question", value == null ? "missing" : value.typeName(), expected);
    }
    if (parts.size() < 2 || parts.size() > 3) {
      return bad("result.question", parts.size() + " elements", expected);
    }
    for (int i = 0; i < 2; i++) {
      if (!isText(parts.get(i))) {
        return bad("result.question[" + i + "]", parts.get(i).typeName(), "text");
      }
    }
    if (parts.size() == 3 && !(parts.get(2) instanceof PluginValue.Bool)) {
      return bad("result.question[2]", parts.get(2).typeName(), "True or False");
    }
    return new Returned(result, Optional.of(Verdict.NEEDINFO));
  }

  private static Outcome checkList(
      PluginValue.Dict result,
      String key,
      java.util.function.Predicate<PluginValue> rule,
      String expected) {
    var value = result.get(key);
    if (value == null || value instanceof PluginValue.Null) {
      return new Returned(result, Optional.empty());
    }
    if (!(value instanceof PluginValue.Items(var items))) {
      return bad("result." + key, value.typeName(), "a list or None");
    }
    for (int i = 0; i < items.size(); i++) {
      if (!rule.test(items.get(i))) {
        return bad("result." + key + "[" + i + "]", items.get(i).typeName(), expected);
      }
    }
    return new Returned(result, Optional.empty());
  }

  private static boolean isText(PluginValue value) {
    return value instanceof PluginValue.Text;
  }

  private static boolean isPairOfTexts(PluginValue value) {
    return value instanceof PluginValue.Items(var pair)
        && pair.size() == 2
        && pair.stream().allMatch(ResultCheck::isText);
  }

  private static BadResult bad(String path, String found, String expected) {
    return new BadResult(path, found + " (expected: " + expected + ")");
  }
}
