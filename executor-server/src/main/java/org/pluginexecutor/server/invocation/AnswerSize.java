// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.List;
import org.pluginexecutor.server.value.PluginValue;

/** Estimates what a kept answer takes of the server's memory. Stateless. */
final class AnswerSize {
  /** An object with what refers to it. */
  private static final long OBJECT_BYTES = 64;

  /** The record of a call with its times, and its place among the kept ones. */
  private static final long CALL_BYTES = 1_024;

  private AnswerSize() {}

  static long of(Answer answer) {
    return switch (answer) {
      case Answer.Ended(var result) ->
          CALL_BYTES
              + of(result.outcome())
              + of(result.cookie())
              + of(result.sessionCookie())
              + result.logLines().stream().mapToLong(line -> of(line.text())).sum()
              + result.walls().size() * CALL_BYTES;
      case Answer.Failed _ -> CALL_BYTES;
      case Answer.Gone _ -> 0;
    };
  }

  private static long of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned(var result, _) -> of(result);
      case Outcome.Raised(var type, var message, var traceback) ->
          of(type) + of(message) + of(traceback);
      case Outcome.BadResult(var path, var message) -> of(path) + of(message);
      case Outcome.LoadFailed(_, var type, var message, var traceback) ->
          of(type) + of(message) + of(traceback);
      case Outcome.TimedOut _, Outcome.Killed _, Outcome.Exited _ -> OBJECT_BYTES;
    };
  }

  private static long of(PluginValue value) {
    return switch (value) {
      case PluginValue.Null _, PluginValue.Bool _, PluginValue.Int _, PluginValue.Real _ ->
          OBJECT_BYTES;
      case PluginValue.BigInt(var digits) -> of(digits);
      case PluginValue.Text(var text) -> of(text);
      case PluginValue.Items(var values) -> OBJECT_BYTES + ofAll(values);
      case PluginValue.Dict(var fields) ->
          OBJECT_BYTES
              + fields.entrySet().stream()
                  .mapToLong(field -> of(field.getKey()) + of(field.getValue()))
                  .sum();
    };
  }

  private static long ofAll(List<PluginValue> values) {
    return values.stream().mapToLong(AnswerSize::of).sum();
  }

  private static long of(String text) {
    return OBJECT_BYTES + 2L * text.length();
  }
}
