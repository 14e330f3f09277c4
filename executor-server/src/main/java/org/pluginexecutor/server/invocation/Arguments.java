// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pluginexecutor.server.contract.Argument;
import org.pluginexecutor.server.contract.Contract;
import org.pluginexecutor.server.contract.Hook;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;
import org.pluginexecutor.server.value.PluginValue;

/**
 * Makes the arguments that a worker offers to a hook from those that the caller gave: types
 * checked, both generations of names (contract Q20, Q21), a default for whatever is missing.
 * Stateless.
 */
final class Arguments {

  /** Plugins compare it with names in lower case, as the documents have it (contract Q22). */
  private static final String PROTOCOL = "protocol";

  /**
   * For each name, the names that it can be taken from when the caller does not give it, best
   * first.
   */
  private static final Map<String, List<String>> OTHER_NAMES = otherNames();

  private Arguments() {}

  static PluginValue.Dict forHook(Hook hook, Invocation invocation) {
    var given = invocation.arguments().fields();
    check(hook, given);
    var offered = new LinkedHashMap<String, PluginValue>();
    offered.put("session_id", new PluginValue.Text(invocation.sessionId()));
    offered.put("cookie", invocation.cookie());
    offered.put("session_cookie", invocation.sessionCookie());
    for (var argument : hook.arguments()) {
      offered.put(argument.name(), value(argument, given));
    }
    // What the contract does not know reaches hooks that take **kwargs.
    given.forEach(offered::putIfAbsent);
    return new PluginValue.Dict(offered);
  }

  /** A former name is taken from its successors, and the first successor from it. */
  private static Map<String, List<String>> otherNames() {
    var others = new HashMap<String, List<String>>();
    Stream.of(Contract.AA, Contract.CREDENTIALSTORE)
        .flatMap(List::stream)
        .flatMap(hook -> hook.arguments().stream())
        .filter(argument -> !argument.replacedBy().isEmpty())
        .distinct()
        .forEach(former -> {
          others.put(former.name(), former.replacedBy());
          others
              .computeIfAbsent(former.replacedBy().getFirst(), _ -> new ArrayList<>())
              .add(former.name());
        });
    return others;
  }

  private static PluginValue value(Argument argument, Map<String, PluginValue> given) {
    var names = new ArrayList<String>();
    names.add(argument.name());
    names.addAll(OTHER_NAMES.getOrDefault(argument.name(), List.of()));
    for (var name : names) {
      var value = given.get(name);
      if (value != null && !(value instanceof PluginValue.Null)) {
        return name.equals(PROTOCOL) ? inLowerCase(value) : value;
      }
    }
    return argument.type().absent();
  }

  private static PluginValue inLowerCase(PluginValue value) {
    return value instanceof PluginValue.Text(var text)
        ? new PluginValue.Text(text.toLowerCase(Locale.ROOT))
        : value;
  }

  private static void check(Hook hook, Map<String, PluginValue> given) {
    var violations = new ArrayList<FieldViolation>();
    given.forEach((name, value) -> {
      type(hook, name)
          .filter(type -> !type.accepts(value))
          .ifPresent(type ->
              violations.add(
                  new FieldViolation(
                      "arguments." + name,
                      value.typeName() + " (expected: " + type.expected() + ")")));
    });
    if (!violations.isEmpty()) {
      throw new ExecutorException(new InvalidRequest(violations));
    }
  }

  /**
   * The type that the hook expects by this name. A name that the hook does not have can still be
   * where one of its arguments is taken from.
   */
  private static Optional<Argument.Type> type(Hook hook, String name) {
    for (var argument : hook.arguments()) {
      if (argument.name().equals(name)) {
        return Optional.of(argument.type());
      }
    }
    for (var argument : hook.arguments()) {
      if (OTHER_NAMES.getOrDefault(argument.name(), List.of()).contains(name)) {
        return Optional.of(argument.type());
      }
    }
    return Optional.empty();
  }
}
