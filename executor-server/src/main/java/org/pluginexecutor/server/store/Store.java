// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.audit.AuditLog;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.telemetry.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all that is stored has in common: the one catalog, changed by one rename at a time, and the
 * audit log. Several servers may have the same directory open; each sees the changes of the others
 * at its next look. Thread-safe.
 */
public final class Store implements Resource {
  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final DataDirectory directory;
  private final CurrentCatalog catalog;
  private final StoreAudit audit;
  private final StoreKeyring keyring;
  private final ConfigurationFiles configurations;
  private final PackageLocks locks = new PackageLocks();
  private final PackageFiles packages;
  private final SnapshotLock snapshots;
  private final InstantSource clock;
  private final StoreMeters meters = new StoreMeters();

  /** What has to go with what is stored, but is kept elsewhere. */
  private volatile GarbageCollector besides = _ -> {};

  /** Removes what a state does not name. */
  @FunctionalInterface
  interface GarbageCollector {
    void collect(CatalogState state) throws IOException;
  }

  private Store(
      DataDirectory directory, StoreKeyring keyring, InstantSource clock, boolean mustAudit) {
    this.directory = directory;
    this.catalog = new CurrentCatalog(directory);
    this.keyring = keyring;
    this.clock = clock;
    this.audit = new StoreAudit(directory, mustAudit);
    this.configurations = new ConfigurationFiles(directory.configurations(), keyring.cipher());
    this.packages = new PackageFiles(directory, locks);
    this.snapshots = new SnapshotLock(directory);
  }

  /**
   * Opens the store in a directory, which is made when missing.
   *
   * @param keyEncryption what the store's key is encrypted with; absent: the store is not encrypted
   * @param mustAudit whether changes are refused that the audit log cannot tell of
   * @throws IOException if the directory cannot be used, its catalog cannot be trusted, or the key
   *     is missing or another one; the message says which
   */
  public static Store open(
      Path dataDirectory,
      Optional<KeyEncryption> keyEncryption,
      InstantSource clock,
      boolean mustAudit)
      throws IOException {
    var directory = DataDirectory.open(dataDirectory);
    try {
      var store =
          new Store(directory, StoreKeyring.open(directory, keyEncryption), clock, mustAudit);
      store.load();
      return store;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * What seals the secrets of a store, without opening it.
   *
   * @throws IOException if the store has no key yet, or another one; the message says which
   */
  public static StoreCipher cipherOf(Path dataDirectory, KeyEncryption encryption)
      throws IOException {
    return StoreKeyring.cipherOf(dataDirectory.resolve(DataDirectory.WRAPPED_KEY), encryption);
  }

  private void load() throws IOException {
    if (directory.isReadOnly()) {
      var _ = catalog.readAgain();
      return;
    }
    directory.exclusively(() -> {
      if (!Files.exists(directory.catalog())) {
        requireUnused();
        catalog.replace(CatalogState.EMPTY);
      }
      var state = catalog.readAgain();
      afterCommit();
      return state;
    });
    new ConfigurationSealing(this).sealAll();
  }

  /** A catalog that is gone must not let what it named be taken for rubbish. */
  private void requireUnused() throws IOException {
    if (hasEntries(directory.packages())
        || hasEntries(directory.configurations())
        || Files.exists(directory.auditLog())
        || Files.isDirectory(directory.root().resolve("instances"))) {
      throw new IOException(
          "data directory "
              + directory.root()
              + " was in use but has no catalog (expected: an empty directory, or one that a server"
              + " of this version made; restore a backup into an empty one)");
    }
  }

  private static boolean hasEntries(Path path) throws IOException {
    try (var entries = Files.newDirectoryStream(path)) {
      return entries.iterator().hasNext();
    }
  }

  /** What is stored now, whoever changed it. */
  CatalogState state() {
    return catalog.state();
  }

  /** What a change wants. */
  @FunctionalInterface
  interface Edit<T> {
    /**
     * Makes the next state of the latest one.
     *
     * @throws ExecutorException if the change is refused
     */
    Edited<T> apply(CatalogState latest) throws IOException;
  }

  /** A next state, and what the change answers. */
  record Edited<T>(CatalogState state, T result) {}

  /** Something that may find the disk failing. */
  @FunctionalInterface
  interface Body<T> {
    T run() throws IOException;
  }

  /** Has what is done from now on measured. */
  public void measureWith(Metrics metrics) {
    meters.measureWith(metrics);
  }

  StoreMeters meters() {
    return meters;
  }

  /**
   * Runs something that reads or writes the store, and measures it.
   *
   * @throws ExecutorException with an error of the store in place of an {@link IOException}
   */
  <T> T guarded(StoreOperation what, Body<T> body) {
    try {
      return meters.measure(what, body);
    } catch (IOException e) {
      throw StoreFaults.toException(what, directory.root(), e);
    }
  }

  /** Changes the store: all of it and on the disk, or nothing. */
  <T> T commit(Change change, Edit<T> edit) throws IOException {
    return directory.exclusively(() -> {
      var latest = catalog.readAgain();
      // The change before this one must not be missing from the log for ever.
      long audited = audit.catchUp(latest);
      try {
        var edited = edit.apply(latest);
        // Where an older catalog was put back, the log is ahead; no number may come twice.
        long generation = 1 + Math.max(latest.generation(), audited);
        var entry = change.toDone(clock.instant(), generation);
        var next = edited.state().madeBy(entry);
        audit.begin(entry);
        catalog.replace(next);
        change.markDone();
        afterCommit();
        return edited.result();
      } catch (IOException | RuntimeException e) {
        if (!change.isDone()) {
          Chores.quietly("clean up", () -> afterFailure(change, latest));
        }
        throw e;
      }
    });
  }

  /** Removes what was put in place for a change that did not come about. */
  private void afterFailure(Change change, CatalogState before) throws IOException {
    // A disk may fail when the catalog is replaced already: then the new one says what is needed.
    var state = catalog.readAgain();
    if (state.generation() != before.generation()) {
      change.markDone();
    }
    collectGarbage(state);
  }

  /** The change is made; what fails from here on is made up for later. */
  private void afterCommit() {
    Chores.quietly(
        "read the catalog",
        () -> {
          var state = catalog.readAgain();
          Chores.quietly("write the audit log", () -> audit.catchUp(state));
          Chores.quietly("clean up", () -> collectGarbage(state));
        });
  }

  /** Writes a request that changed nothing into the audit log. */
  public void auditRefusal(Change change, String reason) {
    Chores.quietly(
        "write the audit log",
        () ->
            directory.exclusively(() -> {
              var latest = catalog.readAgain();
              audit.catchUp(latest);
              audit.refused(change.toRefused(clock.instant(), reason, latest.generation()));
              return latest;
            }));
  }

  /**
   * Writes into the audit log that plugins are given secrets, before they are.
   *
   * @throws ExecutorException if the log must be written and cannot be; then they must not be given
   */
  public void auditGiven(List<Change> secrets) {
    if (directory.isReadOnly() && !audit.mustBeWritten()) {
      log.warn("the audit log cannot be written, and says nothing of {} secrets", secrets.size());
      return;
    }
    guarded(
        StoreOperation.WRITE_AUDIT_LOG,
        () ->
            directory.exclusively(() -> {
              var latest = catalog.readAgain();
              audit.catchUp(latest);
              audit.given(
                  secrets.stream()
                      .map(secret -> secret.toDone(clock.instant(), latest.generation()))
                      .toList());
              return latest;
            }));
  }

  /** Entries of the audit log, see {@link AuditLog#page}. */
  public AuditLog.Page auditPage(int size, Optional<Long> before) {
    return guarded(StoreOperation.READ_AUDIT_LOG, () -> audit.page(size, before));
  }

  /** How often the audit log could not be written. */
  public long auditFailures() {
    return audit.failures();
  }

  private void collectGarbage(CatalogState state) throws IOException {
    // What a damaged line names looks like rubbish and is not.
    if (state.damagedLines().isEmpty()) {
      snapshots.unlessTaken(() -> {
        packages.collectGarbage(state);
        configurations.collectGarbage(state);
      });
      besides.collect(state);
    }
  }

  /** Removes what a version left that was deleted while it was in use. */
  void collectGarbageOf(StoredPlugin plugin) {
    if (!state().plugins().containsKey(plugin.digest())) {
      collectGarbageNow();
    }
  }

  void collectGarbageNow() {
    if (!directory.isReadOnly()) {
      Chores.quietly(
          "clean up",
          () ->
              directory.exclusively(() -> {
                var latest = catalog.readAgain();
                collectGarbage(latest);
                return latest;
              }));
    }
  }

  /** Has something else looked through whenever rubbish is removed, now for the first time. */
  void collectBesides(GarbageCollector collector) {
    besides = collector;
    collectGarbageNow();
  }

  DataDirectory directory() {
    return directory;
  }

  ConfigurationFiles configurations() {
    return configurations;
  }

  PackageFiles packages() {
    return packages;
  }

  PackageLocks locks() {
    return locks;
  }

  SnapshotLock snapshots() {
    return snapshots;
  }

  StoreKeyring keyring() {
    return keyring;
  }

  /** What stored secrets are sealed with. */
  public StoreCipher cipher() {
    return keyring.cipher();
  }

  InstantSource clock() {
    return clock;
  }

  @Override
  public void close() {
    locks.close();
    directory.close();
  }
}
