// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's end of a session, which hands everything to a {@link ServerChannel}: shells, commands
 * and sftp alike, as the bytes that they are. Runs on MINA's threads and never blocks.
 */
final class UserChannel extends AbstractServerChannel {
  static final String TYPE = "session";

  private static final Logger LOG = LoggerFactory.getLogger(UserChannel.class);

  /** What may pass. Forwarding agents and displays would open ways back to the user. */
  private static final Set<String> PASSING =
      Set.of(
          "pty-req",
          "env",
          "shell",
          "exec",
          "subsystem",
          "window-change",
          "signal",
          "break",
          "eow@openssh.com");

  private final Outbox outbox = new Outbox(this);
  private final Replies replies = new Replies(outbox);
  private final ServerChannel server = new ServerChannel(outbox, replies);
  private final Relay toServer = new Relay(this, server.outbox());

  UserChannel() {
    super("", List.of(), null);
  }

  /** The user's end is open when the server's is. */
  @Override
  protected OpenFuture doInit(Buffer buffer) {
    var opened = new DefaultOpenFuture(this, this);
    try {
      var connection =
          UserConnection.of((ServerSession) getSession()).flatMap(UserConnection::server);
      if (connection.isEmpty()) {
        throw new SshChannelOpenException(
            getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, "no server");
      }
      connection.get().getService(ConnectionService.class).registerChannel(server);
      server.open().addListener(answer -> settle(opened, answer.getException()));
    } catch (IOException | RuntimeException e) {
      settle(opened, e);
    }
    return opened;
  }

  private void settle(OpenFuture opened, @Nullable Throwable failure) {
    if (failure == null) {
      signalChannelOpenSuccess();
      opened.setOpened();
    } else {
      signalChannelOpenFailure(failure);
      opened.setException(failure);
    }
  }

  @Override
  protected void handleChannelRequest(String name, boolean wantsReply, Buffer buffer) {
    if (!PASSING.contains(name)) {
      LOG.debug("{}: {} is refused", this, name);
      if (wantsReply) {
        replies.refuse();
      }
      return;
    }
    if (wantsReply) {
      replies.expect();
    }
    toServer.request(name, wantsReply, buffer.getCompactData());
  }

  @Override
  protected void doWriteData(byte[] buffer, int offset, long length) {
    toServer.data(SshConstants.SSH_MSG_CHANNEL_DATA, buffer, offset, length);
  }

  @Override
  protected void doWriteExtendedData(byte[] buffer, int offset, long length) {
    toServer.data(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, buffer, offset, length);
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    super.handleWindowAdjust(buffer);
    outbox.resume();
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    toServer.eof();
  }

  /** However it comes to an end: the server's end goes too. */
  @Override
  protected void preClose() {
    toServer.close();
    super.preClose();
  }
}
