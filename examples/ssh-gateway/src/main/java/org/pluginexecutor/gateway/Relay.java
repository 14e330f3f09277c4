// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.util.Arrays;
import org.apache.sshd.common.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction of a bridge: what arrives on one channel goes out on another. Immutable; never
 * blocks.
 */
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final Channel from;
  private final Outbox to;

  Relay(Channel from, Outbox to) {
    this.from = from;
    this.to = to;
  }

  /** Passes data on; the sender gets room for more when it has left. */
  void data(byte command, byte[] buffer, int offset, long length) {
    // The buffer is the connection's, which reads the next packet into it.
    int end = offset + Math.toIntExact(length);
    to.data(command, Arrays.copyOfRange(buffer, offset, end), () -> release(length));
  }

  private void release(long length) {
    try {
      from.getLocalWindow().release(length);
    } catch (IOException e) {
      LOG.debug("{}: no room can be given", from, e);
      from.close(true);
    }
  }

  void request(String name, boolean wantsReply, byte[] payload) {
    to.request(name, wantsReply, payload);
  }

  void eof() {
    to.eof();
  }

  void close() {
    to.close();
  }
}
