// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.List;
import org.pluginexecutor.server.value.PluginValue;

/**
 * The reply frame: what the shim says became of what it was asked for. Written by a process in
 * which the plugin ran, so nothing in it is more trustworthy than the plugin. Immutable.
 */
public sealed interface ShimReply {

  /** The hook returned a dict, a list or None, or the plugin has no such method. */
  record Returned(PluginValue result, boolean hookFound) implements ShimReply {}

  /** An exception left the hook. */
  record Raised(String exceptionType, String message, String traceback) implements ShimReply {}

  /** The hook returned something that is no answer. */
  record BadResult(String path, String message) implements ShimReply {}

  /** The plugin could not be brought up. */
  record LoadFailed(Step step, String exceptionType, String message, String traceback)
      implements ShimReply {}

  /** The constructor returned an object, which has these of the hooks that were asked for. */
  record Constructed(List<String> hooks) implements ShimReply {}

  /** Which step of bringing the plugin up failed. */
  enum Step {
    IMPORT,
    FIND_CLASS,
    CONSTRUCT
  }

  static ShimReply of(PluginValue.Dict message) throws ShimProtocolException {
    var fields = MessageReader.of(message, "reply");
    var outcome = fields.text("outcome");
    return switch (outcome) {
      case "returned" -> new Returned(fields.dictListOrNull("result"), fields.bool("hook_found"));
      case "raised" ->
          new Raised(
              fields.text("exception_type"), fields.text("message"), fields.text("traceback"));
      case "bad_result" -> new BadResult(fields.text("path"), fields.text("message"));
      case "load_failed" ->
          new LoadFailed(
              step(fields.text("step")),
              fields.text("exception_type"),
              fields.text("message"),
              fields.text("traceback"));
      case "constructed" -> new Constructed(fields.textList("hooks"));
      default -> throw new ShimProtocolException("reply.outcome: not known");
    };
  }

  private static Step step(String name) throws ShimProtocolException {
    return switch (name) {
      case "import" -> Step.IMPORT;
      case "find_class" -> Step.FIND_CLASS;
      case "construct" -> Step.CONSTRUCT;
      default -> throw new ShimProtocolException("reply.step: not known");
    };
  }
}
