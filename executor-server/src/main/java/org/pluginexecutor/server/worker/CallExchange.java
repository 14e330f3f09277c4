// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.shim.ShimAnswer;
import org.pluginexecutor.server.shim.ShimAsk;
import org.pluginexecutor.server.shim.ShimProtocol;
import org.pluginexecutor.server.shim.ShimProtocolException;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.value.PluginValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes over the call connection of one worker: the request, then whatever the plugin asks and
 * is answered, then the reply. Confined to one thread.
 */
final class CallExchange {
  private static final Logger log = LoggerFactory.getLogger(CallExchange.class);

  private final SocketChannel channel;
  private final ShimRequest request;
  private final OutputListener listener;
  private int asks;

  CallExchange(SocketChannel channel, ShimRequest request, OutputListener listener) {
    this.channel = channel;
    this.request = request;
    this.listener = listener;
  }

  /** What came back. */
  sealed interface Answer {
    record Reply(ShimReply reply, PluginValue.Dict message) implements Answer {}

    record Nothing() implements Answer {}

    record Nonsense(String why) implements Answer {}

    /** Nor had it read all of the request: it runs nothing of the plugin before. */
    record Unread(IOException cause) implements Answer {}
  }

  Answer run() {
    try {
      Frames.write(channel, request.toMessage(), ShimProtocol.MAX_CALL_FRAME_BYTES);
    } catch (ClosedChannelException e) {
      log.debug("this thread was interrupted while it asked", e);
      return new Answer.Nothing();
    } catch (IOException e) {
      return new Answer.Unread(e);
    }
    try {
      return awaitReply();
    } catch (ShimProtocolException e) {
      return new Answer.Nonsense(e.getMessage() == null ? "no valid frame" : e.getMessage());
    } catch (SocketException e) {
      // Linux resets a local connection whose other end was closed with something unread in it, and
      // only then; what is closed in time says so at its end. Who has asked had read the request.
      return asks == 0 ? new Answer.Unread(e) : new Answer.Nothing();
    } catch (IOException e) {
      // Half a reply, or this thread was interrupted: the plugin may have run.
      log.debug("no reply", e);
      return new Answer.Nothing();
    }
  }

  private Answer awaitReply() throws IOException {
    while (true) {
      var body = Frames.readBody(channel, request.replyLimitBytes());
      if (body == null) {
        return new Answer.Nothing();
      }
      var message = Frames.parse(body);
      if (!ShimAsk.isAsk(message)) {
        return new Answer.Reply(ShimReply.of(message), message);
      }
      // A worker of ours sends neither: its plugin has written there itself.
      if (body.length > ShimProtocol.MAX_ASK_FRAME_BYTES) {
        throw new ShimProtocolException(
            "ask: " + body.length + " B (expected: <= " + ShimProtocol.MAX_ASK_FRAME_BYTES + " B)");
      }
      asks++;
      if (asks > ShimProtocol.MAX_ASKS) {
        throw new ShimProtocolException(
            "asks: " + asks + " (expected: <= " + ShimProtocol.MAX_ASKS + ")");
      }
      answer(ShimAsk.of(message));
    }
  }

  private void answer(ShimAsk ask) throws IOException {
    var answer = listener.onAsk(ask).toMessage(ask.number());
    try {
      write(answer, ask);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      // It ended meanwhile, and its reply may be there already.
      log.debug("an answer that nobody waits for", e);
    }
  }

  private void write(PluginValue.Dict answer, ShimAsk ask) throws IOException {
    try {
      Frames.write(channel, answer, ShimProtocol.MAX_ANSWER_FRAME_BYTES);
    } catch (ShimProtocolException e) {
      var failed = new ShimAnswer.Failed(ask.service() + ": too much to answer: " + e.getMessage());
      Frames.write(channel, failed.toMessage(ask.number()), ShimProtocol.MAX_ANSWER_FRAME_BYTES);
    }
  }
}
