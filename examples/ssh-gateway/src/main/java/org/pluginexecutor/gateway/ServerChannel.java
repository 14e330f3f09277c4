// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The server's end of a session, which hands everything to the {@link UserChannel}. Runs on MINA's
 * threads and never blocks.
 */
final class ServerChannel extends AbstractClientChannel {
  private final Outbox outbox = new Outbox(this);
  private final Relay toUser;
  private final Replies replies;

  ServerChannel(Outbox user, Replies replies) {
    super(UserChannel.TYPE);
    this.toUser = new Relay(this, user);
    this.replies = replies;
  }

  Outbox outbox() {
    return outbox;
  }

  @Override
  protected void doOpen() {
    // The user's requests say what is to be started.
  }

  /** Exit statuses and signals pass; what wants an answer is not for the user. */
  @Override
  protected void handleChannelRequest(String name, boolean wantsReply, Buffer buffer) {
    if (wantsReply) {
      outbox.reply(false);
    } else {
      toUser.request(name, false, buffer.getCompactData());
    }
  }

  @Override
  public void handleSuccess() {
    replies.answer(true);
  }

  @Override
  public void handleFailure() {
    replies.answer(false);
  }

  @Override
  protected void doWriteData(byte[] buffer, int offset, long length) {
    toUser.data(SshConstants.SSH_MSG_CHANNEL_DATA, buffer, offset, length);
  }

  @Override
  protected void doWriteExtendedData(byte[] buffer, int offset, long length) {
    toUser.data(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, buffer, offset, length);
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    super.handleWindowAdjust(buffer);
    outbox.resume();
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    toUser.eof();
  }

  /** However it comes to an end: the user's end goes too, after what has arrived. */
  @Override
  protected void preClose() {
    toUser.close();
    super.preClose();
  }
}
