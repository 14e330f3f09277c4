// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.List;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.shim.SilentRequest;
import org.pluginexecutor.server.worker.WorkerReport.End;

/**
 * What callers are told of a plugin's exceptions. An operator may want gateways, and whoever reads
 * their logs, to learn no more than the type; the server's log has all of it either way. Immutable.
 */
record FailureTexts(boolean hidden) {

  /** The request as the worker gets it. */
  ShimRequest prepare(ShimRequest request) {
    return hidden ? new SilentRequest(request) : request;
  }

  /**
   * The walls as callers may know them: what the shim wrote about them is as much the plugin's as
   * the text of an exception, and the log has it.
   */
  List<ReachedWall> disclose(List<ReachedWall> walls, End end, LogCapture log) {
    if (!hidden || !(end instanceof End.Replied)) {
      return walls;
    }
    for (var wall : walls) {
      log.keepFromCaller(
          "wall: "
              + wall.kind()
              + " "
              + wall.subject()
              + " "
              + wall.where()
              + ": "
              + wall.message());
    }
    return walls.stream().map(ReachedWall::withoutTexts).toList();
  }

  /** The end as callers may know it; what is taken away goes to the server's log. */
  End disclose(End end, LogCapture log) {
    if (!hidden || !(end instanceof End.Replied(var reply))) {
      return end;
    }
    return switch (reply) {
      case ShimReply.Raised(var type, var message, var traceback) -> {
        hide(type, message, traceback, log);
        yield new End.Replied(new ShimReply.Raised(type, "", ""));
      }
      case ShimReply.LoadFailed(var step, var type, var message, var traceback) -> {
        hide(type, message, traceback, log);
        yield new End.Replied(new ShimReply.LoadFailed(step, type, "", ""));
      }
      case ShimReply.Returned _, ShimReply.BadResult _, ShimReply.Constructed _ -> end;
    };
  }

  private static void hide(String type, String message, String traceback, LogCapture log) {
    log.keepFromCaller(traceback.isEmpty() ? type + ": " + message : traceback);
    log.remark("what the plugin raised is in the server's log only");
  }
}
