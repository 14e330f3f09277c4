// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.contract.Hook;
import org.pluginexecutor.server.contract.ResultKey;
import org.pluginexecutor.server.invocation.Outcome.Returned;
import org.pluginexecutor.server.invocation.Outcome.Verdict;
import org.pluginexecutor.server.value.PluginValue;

/**
 * Holds one result against the contract's table. Fails closed: what is not allowed is no answer.
 * Confined to one thread.
 */
final class ResultCheck {
  private final Hook hook;
  private final List<String> remarks = new ArrayList<>();

  private ResultCheck(Hook hook) {
    this.hook = hook;
  }

  /**
   * What became of a result. Immutable.
   *
   * @param remarks what the author has to know of parts that were left out; without secrets
   */
  record Checked(Outcome outcome, List<String> remarks) {
    Checked {
      remarks = List.copyOf(remarks);
    }
  }

  static Checked check(Hook hook, PluginValue result) {
    var check = new ResultCheck(hook);
    try {
      return new Checked(check.returned(result), check.remarks);
    } catch (BadResultException e) {
      return new Checked(e.outcome(), check.remarks);
    }
  }

  private Returned returned(PluginValue result) throws BadResultException {
    if (hook.isResultIgnored()) {
      return new Returned(PluginValue.Null.INSTANCE, Optional.empty());
    }
    return switch (result) {
      case PluginValue.Null none -> new Returned(none, verdictOfNone());
      case PluginValue.Dict dict -> ofDict(dict);
      case PluginValue.Items list -> ofList(list);
      case PluginValue.Bool _,
          PluginValue.Int _,
          PluginValue.BigInt _,
          PluginValue.Real _,
          PluginValue.Text _ ->
          throw new BadResultException("result", result.typeName(), expectedForm());
    };
  }

  private String expectedForm() {
    return switch (hook.bareList()) {
      case REFUSED -> "a dict or None";
      case EMPTY -> "a dict, None or an empty list";
      case ALLOWED -> "a dict, a list or None";
    };
  }

  private Optional<Verdict> verdictOfNone() {
    return switch (hook.none()) {
      case ABSTAINS -> Optional.of(Verdict.NONE);
      // Who abstains from an authorization has not permitted anything (contract Q26).
      case REFUSES -> Optional.of(Verdict.DENY);
      case NOTHING_FOUND, NOTHING_CHANGED, IGNORED -> Optional.empty();
    };
  }

  /** A list that stands for the dict reaches the caller in the form of the dict. */
  private Returned ofList(PluginValue.Items list) throws BadResultException {
    boolean allowed =
        switch (hook.bareList()) {
          case REFUSED -> false;
          case EMPTY -> list.values().isEmpty();
          case ALLOWED -> true;
        };
    if (!allowed) {
      throw new BadResultException("result", list.typeName(), expectedForm());
    }
    var key = hook.results().getFirst();
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put(key.name(), list);
    // The author has returned a list, so paths begin there.
    check(key, "result", fields);
    return new Returned(new PluginValue.Dict(fields), Optional.empty());
  }

  private Returned ofDict(PluginValue.Dict result) throws BadResultException {
    var fields = new LinkedHashMap<>(result.fields());
    for (var key : hook.results()) {
      check(key, "result." + key.name(), fields);
    }
    var verdict = hook.hasVerdict() ? Optional.of(verdict(fields)) : Optional.<Verdict>empty();
    return new Returned(new PluginValue.Dict(fields), verdict);
  }

  private void check(ResultKey key, String path, Map<String, PluginValue> fields)
      throws BadResultException {
    var value = fields.get(key.name());
    switch (key.type()) {
      case VERDICT -> verdict(fields);
      case QUESTION -> {
        if (verdict(fields) == Verdict.NEEDINFO) {
          checkQuestion(path, value);
        }
      }
      case REMOVED -> remove(key, fields);
      case TEXT, BOOL, DICT, TEXT_LIST, PRIVATE_KEYS, TOTP_CODES -> {
        if (value != null && !(value instanceof PluginValue.Null)) {
          fields.put(key.name(), checked(key.type(), path, value));
        }
      }
    }
  }

  private void remove(ResultKey key, Map<String, PluginValue> fields) {
    var value = fields.remove(key.name());
    if (value != null && !(value instanceof PluginValue.Null)) {
      remarks.add(key.name() + " of " + hook.name() + " was left out: " + key.meaning());
    }
  }

  private PluginValue checked(ResultKey.Type type, String path, PluginValue value)
      throws BadResultException {
    boolean right =
        switch (type) {
          case TEXT -> value instanceof PluginValue.Text;
          case BOOL -> value instanceof PluginValue.Bool;
          case DICT -> value instanceof PluginValue.Dict;
          case TEXT_LIST, PRIVATE_KEYS, TOTP_CODES -> value instanceof PluginValue.Items;
          case VERDICT, QUESTION, REMOVED -> throw new IllegalArgumentException(type.name());
        };
    if (!right) {
      throw new BadResultException(path, value.typeName(), type.expected());
    }
    if (!(value instanceof PluginValue.Items(var items))) {
      return value;
    }
    return switch (type) {
      case PRIVATE_KEYS -> PrivateKeys.keepUsable(path, items, remarks);
      case TOTP_CODES -> TotpCodes.complete(path, items);
      case TEXT_LIST, TEXT, BOOL, DICT, VERDICT, QUESTION, REMOVED -> {
        for (int i = 0; i < items.size(); i++) {
          checkText(path + "[" + i + "]", items.get(i));
        }
        yield value;
      }
    };
  }

  private Verdict verdict(Map<String, PluginValue> fields) throws BadResultException {
    var path = "result.verdict";
    var expected = ResultKey.Type.VERDICT.expected();
    var value = fields.get("verdict");
    if (value == null) {
      throw new BadResultException(path, "missing", expected);
    }
    if (!(value instanceof PluginValue.Text(var text))) {
      throw new BadResultException(path, value.typeName(), "the text " + expected);
    }
    return switch (text) {
      case "ACCEPT" -> Verdict.ACCEPT;
      case "DENY" -> Verdict.DENY;
      case "NEEDINFO" -> Verdict.NEEDINFO;
      // Said or unsaid, no opinion is the same.
      case "NONE" -> verdictOfNone().orElseThrow();
      default -> throw new BadResultException(path, "another text", expected + ", in capitals");
    };
  }

  private static void checkQuestion(String path, @Nullable PluginValue value)
      throws BadResultException {
    var expected = ResultKey.Type.QUESTION.expected();
    if (!(value instanceof PluginValue.Items(var parts))) {
      throw new BadResultException(path, value == null ? "missing" : value.typeName(), expected);
    }
    if (parts.size() < 2 || parts.size() > 3) {
      throw new BadResultException(path, parts.size() + " elements", expected);
    }
    checkText(path + "[0]", parts.get(0));
    checkText(path + "[1]", parts.get(1));
    if (parts.size() == 3 && !(parts.get(2) instanceof PluginValue.Bool)) {
      throw new BadResultException(path + "[2]", parts.get(2).typeName(), "True or False");
    }
  }

  private static void checkText(String path, PluginValue value) throws BadResultException {
    if (!(value instanceof PluginValue.Text)) {
      throw new BadResultException(path, value.typeName(), "text");
    }
  }
}
