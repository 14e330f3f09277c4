// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorError.PluginAlreadyExists;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PackageCheck;
import org.pluginexecutor.server.plugin.PluginPackage;
import org.pluginexecutor.server.plugin.SourceCheck;
import org.pluginexecutor.server.store.PackageUpload.Received;
import org.pluginexecutor.server.store.PluginCatalog.UploadResult;
import org.pluginexecutor.server.store.Store.Edited;
import org.pluginexecutor.server.trust.TrustPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes stored plugins of packages that have arrived. Thread-safe. */
final class FinishedUploads {
  private static final Logger log = LoggerFactory.getLogger(FinishedUploads.class);

  /** How many signatures of a version are kept, the newest: each call looks at them. */
  private static final int KEPT_SIGNATURES = 8;

  private final Store store;
  private final PackageConfig config;
  private final SourceCheck sources;
  private final TrustPolicy trust;
  private final PackageHealth health;

  FinishedUploads(
      Store store,
      PackageConfig config,
      SourceCheck sources,
      TrustPolicy trust,
      PackageHealth health) {
    this.store = store;
    this.config = config;
    this.sources = sources;
    this.trust = trust;
    this.health = health;
  }

  /**
   * Checks what was uploaded, stores it and, unless told otherwise, makes it the active version.
   */
  UploadResult finish(PackageUpload upload, UploadOptions options, Change change) {
    return store.guarded(
        StoreOperation.STORE_PACKAGE,
        () -> {
          var received = upload.receive();
          change.concerns("", received.digest());
          requireDigest(received, options);
          var signatures = signatures(store.state(), received.digest(), options);
          trust.requireTrusted("the package", received.digest(), StoredPlugin.decoded(signatures));
          var known = keep(received.digest(), options, change);
          return known.isPresent()
              ? new UploadResult(known.get(), true, List.of())
              : install(received, options, change);
        });
  }

  private static void requireDigest(Received received, UploadOptions options) {
    options
        .expectedDigest()
        .filter(expected -> !expected.equals(received.digest()))
        .ifPresent(expected -> {
          throw new ExecutorException(
              InvalidPluginPackage.of(
                  "archive.digest",
                  received.digest() + " (expected: " + expected + ", upload it again)"));
        });
  }

  /**
   * Takes an upload of bytes that are stored; absent: they are not, or not any more as they were.
   */
  private Optional<StoredPlugin> keep(String digest, UploadOptions options, Change change)
      throws IOException {
    var stored = store.state().plugins().get(digest);
    if (stored == null || !health.isIntact(stored)) {
      return Optional.empty();
    }
    change.concerns(stored.manifest().id(), digest);
    try {
      return Optional.of(
          store.commit(
              change,
              latest -> {
                var plugin = latest.plugins().get(digest);
                if (plugin == null) {
                  throw new DeletedMeanwhileException();
                }
                return kept(latest, plugin, options);
              }));
    } catch (DeletedMeanwhileException _) {
      return Optional.empty();
    }
  }

  /** The bytes were stored when this was asked first, and are not any more. */
  private static final class DeletedMeanwhileException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private Edited<StoredPlugin> kept(
      CatalogState latest, StoredPlugin plugin, UploadOptions options) {
    var signed = plugin.withSignatures(signatures(latest, plugin.digest(), options));
    var next =
        options.withoutActivation() ? signed : signed.withActivation(latest.nextActivation());
    return new Edited<>(latest.with(next), next);
  }

  private UploadResult install(Received received, UploadOptions options, Change change)
      throws IOException {
    var tree = Files.createDirectory(received.staging().resolve(PackageFiles.TREE));
    var unpacked =
        PackageCheck.unpack(received.staging().resolve(PackageFiles.ZIP), tree, config, sources);
    var content = unpacked.content();
    change.concerns(content.manifest().id(), received.digest());
    var treeDigest = PackageFiles.complete(received.staging());
    var before = store.state();
    var warnings = new ArrayList<>(unpacked.warnings());
    DowngradeNotice.of(before, content.manifest(), options).ifPresent(warnings::add);
    boolean known = before.plugins().containsKey(received.digest());
    var plugin =
        store.commit(change, latest -> added(latest, received, content, treeDigest, options));
    log.info("stored {} {}", plugin.manifest().id(), plugin.digest());
    return new UploadResult(plugin, known, List.copyOf(warnings));
  }

  private Edited<StoredPlugin> added(
      CatalogState latest,
      Received received,
      PluginPackage content,
      String treeDigest,
      UploadOptions options)
      throws IOException {
    var other = latest.plugin(content.manifest());
    if (other != null && !other.digest().equals(received.digest())) {
      throw new ExecutorException(new PluginAlreadyExists(content.manifest().id(), other.digest()));
    }
    // Another server may have stored the same bytes meanwhile, with byte code of its own; or they
    // were damaged.
    store.packages().place(received.staging(), received.digest(), treeDigest);
    boolean first =
        latest.plugins().values().stream()
            .noneMatch(plugin -> plugin.key().equals(content.manifest().key()));
    long activation =
        options.withoutActivation() && !first
            ? (other == null ? 0 : other.activation())
            : latest.nextActivation();
    var plugin =
        new StoredPlugin(
            content.manifest(),
            received.digest(),
            received.sizeBytes(),
            other == null ? store.clock().instant() : other.uploadTime(),
            content.python2(),
            content.defaultConfiguration(),
            treeDigest,
            activation,
            signatures(latest, received.digest(), options),
            store.packages().directoryOf(received.digest()));
    return new Edited<>(latest.with(plugin), plugin);
  }

  /** Those that are stored, and the one that comes with the upload. */
  private static List<String> signatures(CatalogState state, String digest, UploadOptions options) {
    var stored = state.plugins().get(digest);
    var signatures = new ArrayList<>(stored == null ? List.<String>of() : stored.signatures());
    options.signature().filter(s -> !signatures.contains(s)).ifPresent(signatures::add);
    return List.copyOf(
        signatures.subList(Math.max(0, signatures.size() - KEPT_SIGNATURES), signatures.size()));
  }
}
