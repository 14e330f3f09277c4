// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.audit.AuditLog;
import org.pluginexecutor.server.error.ExecutorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the audit log misses nothing. Where it must be written, nothing is changed while
 * it cannot be: a change stands there as begun before it is made. Otherwise changes go on, and what
 * is missing is written when it can be. Thread-safe; the store's lock keeps other servers out.
 */
final class StoreAudit {
  private static final Logger log = LoggerFactory.getLogger(StoreAudit.class);

  /** So many entries wait for a log that cannot be written; later ones are lost. */
  private static final int MAX_WAITING = 10_000;

  private final AuditLog file;
  private final Path directory;
  private final boolean mustAudit;
  private final AtomicLong failures = new AtomicLong();

  @GuardedBy("this")
  private final Deque<AuditEntry> waiting = new ArrayDeque<>();

  /** The latest generation that was found in the log or written there. */
  @GuardedBy("this")
  private long audited;

  StoreAudit(DataDirectory directory, boolean mustAudit) {
    this.file = new AuditLog(directory.auditLog());
    this.directory = directory.root();
    this.mustAudit = mustAudit;
  }

  /**
   * Writes what is not in the log yet, the change that made the state among it.
   *
   * @return the latest generation that is in the log, or waits to be
   * @throws ExecutorException if the log must be written and cannot be
   */
  synchronized long catchUp(CatalogState state) {
    try {
      writeWaiting();
      audited = file.latestGeneration();
      var last = state.lastChange();
      if (last.isPresent() && last.get().generation() > audited) {
        file.append(last.get());
        audited = last.get().generation();
      }
      return audited;
    } catch (IOException e) {
      failed(e);
      var last = state.lastChange();
      if (last.isPresent() && last.get().generation() > audited) {
        waitFor(last.get());
      }
      return state.generation();
    }
  }

  /**
   * Takes note of a change before it is made.
   *
   * @throws ExecutorException if the log must be written and cannot be; then it must not be made
   */
  synchronized void begin(AuditEntry change) {
    if (mustAudit) {
      try {
        file.begin(change);
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** Writes a request that changed nothing. */
  synchronized void refused(AuditEntry refusal) {
    try {
      writeWaiting();
      file.append(refusal);
    } catch (IOException e) {
      waitFor(refusal);
      failed(e);
    }
  }

  /**
   * Takes note of secrets before they are given.
   *
   * @throws ExecutorException if the log must be written and cannot be; then they must not be given
   */
  synchronized void given(List<AuditEntry> secrets) {
    try {
      writeWaiting();
      file.append(secrets);
    } catch (IOException e) {
      if (!mustAudit) {
        secrets.forEach(this::waitFor);
      }
      failed(e);
    }
  }

  @GuardedBy("this")
  private void writeWaiting() throws IOException {
    while (!waiting.isEmpty()) {
      file.append(waiting.getFirst());
      waiting.removeFirst();
    }
  }

  @GuardedBy("this")
  private void waitFor(AuditEntry entry) {
    if (waiting.size() < MAX_WAITING && !waiting.contains(entry)) {
      waiting.add(entry);
    }
  }

  private void failed(IOException cause) {
    failures.incrementAndGet();
    log.error(
        mustAudit
            ? "the audit log cannot be written; changes are refused until it can be"
            : "the audit log cannot be written; changes go on, and their entries wait",
        cause);
    if (mustAudit) {
      throw StoreFaults.toException(StoreOperation.WRITE_AUDIT_LOG, directory, cause);
    }
  }

  /** Whether nothing may be done that the log cannot tell of. */
  boolean mustBeWritten() {
    return mustAudit;
  }

  /** How often the log could not be written. */
  long failures() {
    return failures.get();
  }

  /** Entries, see {@link AuditLog#page}. */
  AuditLog.Page page(int size, Optional<Long> before) throws IOException {
    return file.page(size, before);
  }
}
