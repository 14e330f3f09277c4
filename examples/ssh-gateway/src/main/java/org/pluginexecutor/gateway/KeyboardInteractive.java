// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Keyboard-interactive authentication (RFC 4256) with as many questions as plugins have. MINA's own
 * asks once, and checks the answer on the thread that serves other connections too; this one
 * answers every message with "later". Thread-safe.
 */
final class KeyboardInteractive extends AbstractUserAuth implements Conversation {
  static final String NAME = "keyboard-interactive";

  private final Consumer<KeyboardInteractive> onBegin;
  private final AtomicReference<@Nullable CompletableFuture<String>> awaited =
      new AtomicReference<>();

  /** What MINA gets for the user's latest message, and waits for without a thread. */
  private volatile AsyncAuthException decision = new AsyncAuthException();

  /** Gets what begins the dialog, which must not block. */
  KeyboardInteractive(Consumer<KeyboardInteractive> onBegin) {
    super(NAME);
    this.onBegin = onBegin;
  }

  @Override
  protected Boolean doAuth(Buffer message, boolean isFirst) throws SshException {
    // Before anybody can decide: the one that is thrown must be the one that is decided.
    var latest = new AsyncAuthException();
    decision = latest;
    if (isFirst) {
      onBegin.accept(this);
    } else {
      takeAnswer(message);
    }
    throw latest;
  }

  private void takeAnswer(Buffer message) throws SshException {
    int command = message.getUByte();
    var question = awaited.getAndSet(null);
    if (command != SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE
        || question == null
        || message.getInt() != 1) {
      throw new SshException(
          SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "an answer that nobody asked for");
    }
    question.complete(message.getString());
  }

  @Override
  public String ask(String prompt, boolean isHidden) throws InterruptedException {
    var answer = new CompletableFuture<String>();
    awaited.set(answer);
    var session = getServerSession();
    var request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
    // Neither name nor instruction nor language.
    request.putString("");
    request.putString("");
    request.putString("");
    request.putInt(1);
    request.putString(prompt);
    request.putBoolean(!isHidden);
    try {
      session.writePacket(request);
      return answer.get();
    } catch (IOException | ExecutionException _) {
      throw new InterruptedException("the user is gone");
    }
  }

  @Override
  public void accept() {
    decision.setAuthed(true);
  }

  @Override
  public void refuse(String sentence) {
    try {
      // A failed attempt would make programs ask again; every one of them shows this.
      getServerSession()
          .disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, sentence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
