// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.error.ExecutorError.PluginInUse;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PackageFinding;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.plugin.SourceCheck;
import org.pluginexecutor.server.store.Store.Edited;
import org.pluginexecutor.server.trust.TrustDecision;
import org.pluginexecutor.server.trust.TrustPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins: uploaded, activated, found, taken for a call, deleted. Thread-safe. */
public final class PluginCatalog {
  private static final Logger log = LoggerFactory.getLogger(PluginCatalog.class);

  /** A character of Java's takes no more in UTF-8. */
  private static final int MAX_UTF8_BYTES = 3;

  private static final int OTHER_FIELDS_BYTES = 1 << 10;

  /** By type, name and time of upload; the order of the keys, without making thousands of texts. */
  static final Comparator<StoredPlugin> LISTING_ORDER =
      Comparator.<StoredPlugin, String>comparing(plugin -> plugin.manifest().type().manifestName())
          .thenComparing(plugin -> plugin.manifest().name())
          .thenComparing(StoredPlugin::uploadTime)
          .thenComparing(StoredPlugin::digest);

  private final Store store;
  private final TrustPolicy trust;
  private final PackageHealth health = new PackageHealth();
  private final ActivePlugins active = new ActivePlugins();
  private final FinishedUploads uploads;

  public PluginCatalog(Store store, PackageConfig config, SourceCheck sources, TrustPolicy trust) {
    this.store = store;
    this.trust = trust;
    this.uploads = new FinishedUploads(store, config, sources, trust, health);
  }

  /** A text that sorts as plugins are listed; a blank sorts before all that names have. */
  private static String listingKey(StoredPlugin plugin) {
    var time = plugin.uploadTime();
    return "%s %s %020d.%09d %s"
        .formatted(
            plugin.manifest().type().manifestName(),
            plugin.manifest().name(),
            time.getEpochSecond(),
            time.getNano(),
            plugin.digest());
  }

  /** What a version takes on the wire: two texts of any length, and the rest. */
  private static int weight(StoredPlugin plugin) {
    int characters =
        plugin.manifest().description().length() + plugin.defaultConfiguration().length();
    return MAX_UTF8_BYTES * characters + OTHER_FIELDS_BYTES;
  }

  /** Begins an upload; the caller closes it. */
  public PackageUpload beginUpload() {
    return store.guarded(
        StoreOperation.STAGE_PACKAGE,
        () ->
            new PackageUpload(
                store.directory().newStagingDirectory("upload-"), store.directory().root()));
  }

  /**
   * What an upload made.
   *
   * @param alreadyStored whether the same bytes were stored before
   * @param warnings what the check of the package found that is no error
   */
  public record UploadResult(
      StoredPlugin plugin, boolean alreadyStored, List<PackageFinding> warnings) {}

  /**
   * Checks what was uploaded, stores it and, unless told otherwise, makes it the active version.
   */
  public UploadResult finishUpload(PackageUpload upload, UploadOptions options, Change change) {
    return uploads.finish(upload, options, change);
  }

  /**
   * The version that a caller means.
   *
   * @throws ExecutorException if there is none, or the name is used by plugins of two types
   */
  public StoredPlugin get(PluginRef ref) {
    return store.state().plugin(ref);
  }

  /** Whether the version runs when none is named. */
  public boolean isActive(StoredPlugin plugin) {
    return active.contains(store.state(), plugin);
  }

  /**
   * What is known of the files of a version; absent: nobody has looked since the server started.
   */
  public Optional<PluginHealth> health(StoredPlugin plugin) {
    return health.known(plugin);
  }

  /**
   * Stored versions, by type, name and time of upload.
   *
   * @param size most of them
   * @param token of the page before; empty: the first page
   */
  public Page<StoredPlugin> list(Optional<PluginType> type, int size, String token) {
    var sorted =
        store.state().plugins().values().stream()
            .filter(plugin -> type.map(t -> t == plugin.manifest().type()).orElse(true))
            .sorted(LISTING_ORDER)
            .toList();
    return Page.of(sorted, size, token, PluginCatalog::listingKey, PluginCatalog::weight);
  }

  /**
   * Takes the version that a caller means for the time of a call.
   *
   * @throws ExecutorException if there is none, its files are not as they were uploaded, or the
   *     server runs trusted plugins only and it is not
   */
  public PluginLease lease(PluginRef ref) {
    return store.guarded(
        StoreOperation.READ_PACKAGE,
        () -> {
          var lease = take(ref);
          try {
            requireRunnable(lease.plugin());
            return lease;
          } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
          }
        });
  }

  private void requireRunnable(StoredPlugin plugin) throws IOException {
    trust.requireTrusted(plugin.manifest().id(), plugin.digest(), plugin.decodedSignatures());
    health.requireIntact(plugin);
  }

  /**
   * Takes a version to read its zip.
   *
   * @throws ExecutorException if there is none, or its zip is not as it was uploaded
   */
  public PluginLease leaseZip(PluginRef ref) {
    return store.guarded(
        StoreOperation.READ_PACKAGE,
        () -> {
          var lease = take(ref);
          try {
            PackageVerifier.requireIntactZip(lease.plugin());
            return lease;
          } catch (RuntimeException e) {
            lease.close();
            throw e;
          }
        });
  }

  private PluginLease take(PluginRef ref) throws IOException {
    var plugin = store.state().plugin(ref);
    if (store.locks().acquire(plugin.directory())) {
      var lease = new PluginLease(plugin, () -> endLease(plugin));
      // Only now can nobody take the files away any more. Were they gone before, so is the version.
      if (store.state().plugins().containsKey(plugin.digest())) {
        return lease;
      }
      lease.close();
    }
    if (store.state().plugins().containsKey(plugin.digest())
        && !PackageLocks.isPrepared(plugin.directory())) {
      // Nobody removes it, so its files were taken away by hand.
      return new PluginLease(plugin, () -> {});
    }
    return take(ref);
  }

  private void endLease(StoredPlugin plugin) {
    if (store.locks().release(plugin.directory())) {
      store.collectGarbageOf(plugin);
    }
  }

  /** Makes a version the one that runs when none is named. */
  public StoredPlugin activate(PluginRef ref, Change change) {
    return store.guarded(
        StoreOperation.ACTIVATE_PACKAGE,
        () -> {
          var activated =
              store.commit(
                  change,
                  latest -> {
                    var plugin = latest.plugin(ref);
                    change.concerns(plugin.manifest().id(), plugin.digest());
                    requireRunnable(plugin);
                    var active = plugin.withActivation(latest.nextActivation());
                    return new Edited<>(latest.with(active), active);
                  });
          log.info("activated {} {}", activated.manifest().id(), activated.digest());
          return activated;
        });
  }

  /** Holds a version against what was uploaded, and against what this server trusts. */
  public List<IntegrityCheck> verify(PluginRef ref) {
    return store.guarded(
        StoreOperation.VERIFY_PACKAGE,
        () -> {
          try (var lease = take(ref)) {
            var plugin = lease.plugin();
            var checks = new ArrayList<>(PackageVerifier.verify(plugin));
            health.remember(plugin, checks);
            checks.add(trustCheck(plugin));
            return checks;
          }
        });
  }

  private IntegrityCheck trustCheck(StoredPlugin plugin) {
    if (!trust.isConfigured()) {
      return new IntegrityCheck(
          "trusted",
          true,
          "not asked for: this server has neither a list of trusted digests nor trusted keys");
    }
    return switch (trust.judge(plugin.digest(), plugin.decodedSignatures())) {
      case TrustDecision.Trusted(var why) -> new IntegrityCheck("trusted", true, why);
      case TrustDecision.NotTrusted(var why) -> new IntegrityCheck("trusted", false, why);
    };
  }

  /**
   * Deletes a version. Its files go when the last call that uses them has ended.
   *
   * @throws ExecutorException if there is none, or an instance would be left without a plugin
   */
  public void delete(PluginRef ref, Change change) {
    var deleted =
        store.guarded(
            StoreOperation.DELETE_PACKAGE,
            () ->
                store.commit(
                    change,
                    latest -> {
                      var plugin = latest.plugin(ref);
                      change.concerns(plugin.manifest().id(), plugin.digest());
                      var users = latest.usersOf(plugin);
                      if (!users.isEmpty()) {
                        throw new ExecutorException(new PluginInUse(plugin.manifest().id(), users));
                      }
                      return new Edited<>(latest.without(plugin), plugin);
                    }));
    health.forget(deleted);
    log.info("deleted {} {}", deleted.manifest().id(), deleted.digest());
  }
}
