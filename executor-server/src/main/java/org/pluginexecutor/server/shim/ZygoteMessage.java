// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.io.IOException;
import java.util.List;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/** A line that a zygote writes. Immutable. */
public sealed interface ZygoteMessage {

  /** Longest line in bytes. */
  int MAX_LINE_BYTES = 64 << 10;

  /**
   * It listens.
   *
   * @param protocol version that the shim speaks
   * @param runtime version of its Python
   * @param preloadProblems what became of the modules that it could not import ahead
   */
  record Ready(long protocol, String runtime, List<String> preloadProblems)
      implements ZygoteMessage {}

  /**
   * It cannot build the walls, and ends.
   *
   * @param layer the wall that is missing
   * @param message why, in a sentence
   * @param remedy what the operator can do
   */
  record NotReady(String layer, String message, String remedy) implements ZygoteMessage {}

  /** A worker and everything that it started is dead. */
  record Ended(long id, ShimEnded ended) implements ZygoteMessage {}

  /** A worker could not be forked. */
  record NotStarted(long id, String message) implements ZygoteMessage {}

  /** Something went wrong that is no worker's. */
  record Problem(String message) implements ZygoteMessage {}

  /** Reads a line without its end. */
  static ZygoteMessage of(byte[] line) throws ShimProtocolException {
    var message = parse(line);
    if (!(message.get("type") instanceof PluginValue.Text(var type))) {
      throw new ShimProtocolException("zygote's message: without a type");
    }
    var fields = MessageReader.of(message, type);
    return switch (type) {
      case "ready" ->
          new Ready(
              fields.integer("protocol"),
              fields.text("runtime"),
              fields.textList("preload_problems"));
      case "not_ready" ->
          new NotReady(fields.text("layer"), fields.text("message"), fields.text("remedy"));
      case "ended" -> new Ended(fields.integer("id"), ShimEnded.of(message));
      case "problem" -> new Problem(fields.text("message"));
      case "not_started" -> new NotStarted(fields.integer("id"), fields.text("message"));
      default -> throw new ShimProtocolException("zygote's message: not of a known type");
    };
  }

  private static PluginValue.Dict parse(byte[] line) throws ShimProtocolException {
    try {
      if (ValueJson.read(line) instanceof PluginValue.Dict message) {
        return message;
      }
    } catch (IOException e) {
      throw new ShimProtocolException("zygote's message: no JSON that the protocol allows", e);
    }
    throw new ShimProtocolException("zygote's message: not an object");
  }
}
