// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.audit;

import java.time.Instant;
import org.pluginexecutor.server.audit.AuditEntry.Result;

/** A request that wants to change the store, on its way to be audited. Confined to one thread. */
public final class Change {
  private final Caller caller;
  private final String action;
  private String subject = "";
  private String digest = "";
  private boolean done;

  /**
   * Begins one.
   *
   * @param action the method that was called, such as {@code UploadPlugin}
   */
  public Change(Caller caller, String action) {
    this.caller = caller;
    this.action = action;
  }

  /** Says what it is about, as soon as that is known. */
  public void concerns(String newSubject, String newDigest) {
    subject = newSubject;
    digest = newDigest;
  }

  /** Says that the store is changed, and with that that the request stands in the audit log. */
  public void markDone() {
    done = true;
  }

  public boolean isDone() {
    return done;
  }

  /** The entry of a change that makes a generation of the store. */
  public AuditEntry toDone(Instant time, long generation) {
    return new AuditEntry(time, caller, action, subject, digest, Result.DONE, "", generation);
  }

  /** The entry of a request that changed nothing. */
  public AuditEntry toRefused(Instant time, String reason, long generation) {
    return new AuditEntry(
        time, caller, action, subject, digest, Result.REFUSED, reason, generation);
  }
}
