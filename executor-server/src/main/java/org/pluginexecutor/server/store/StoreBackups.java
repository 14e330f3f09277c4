// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.backup.BackupReader;
import org.pluginexecutor.server.backup.BackupWriter;
import org.pluginexecutor.server.backup.KeyOpener;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.error.ExecutorError.InvalidBackup;
import org.pluginexecutor.server.error.ExecutorError.StoreNotEmpty;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.plugin.PackageCheck;
import org.pluginexecutor.server.plugin.SourceCheck;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.store.Store.Edited;
import org.pluginexecutor.server.trust.TrustPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves the whole store to one file and brings it back, all of it or nothing. Thread-safe. */
public final class StoreBackups {
  private static final Logger log = LoggerFactory.getLogger(StoreBackups.class);
  private static final String CATALOG = "catalog";
  private static final String CONFIGURATIONS = "configurations";

  private final Store store;
  private final PackageConfig config;
  private final SourceCheck sources;
  private final TrustPolicy trust;

  public StoreBackups(Store store, PackageConfig config, SourceCheck sources, TrustPolicy trust) {
    this.store = store;
    this.config = config;
    this.sources = sources;
    this.trust = trust;
  }

  /**
   * Writes everything that is stored now.
   *
   * @throws IOException if the stream cannot be written
   * @throws ExecutorException if a stored file is damaged
   */
  public void create(OutputStream out) throws IOException {
    var _ = store.meters().measure(StoreOperation.CREATE_BACKUP, () -> written(out));
  }

  private OutputStream written(OutputStream out) throws IOException {
    try (var _ = store.snapshots().take()) {
      var state = withoutDamagedHistory(store.state());
      for (var plugin : state.plugins().values()) {
        PackageVerifier.requireIntactZip(plugin);
      }
      try (var backup =
          BackupWriter.open(
              out, store.clock().instant(), store.cipher(), store.keyring().wrapped())) {
        backup.add(CATALOG, CatalogFile.toBytes(state));
        for (var plugin : state.plugins().values()) {
          backup.add(zipEntry(plugin), plugin.zip());
        }
        for (var revision : revisionsOf(state)) {
          // As it is stored: a text that is sealed here is never written unsealed on the way.
          backup.add(
              configurationEntry(revision), store.configurations().file(revision.configuration()));
        }
        backup.finish();
      }
    }
    return out;
  }

  /** A former revision that is damaged cannot be mended, and must not keep the rest from safety. */
  private CatalogState withoutDamagedHistory(CatalogState state) {
    state.requireNothingLost();
    if (!state.damagedLines().isEmpty()) {
      log.warn("{} damaged lines are left out of the backup", state.damagedLines().size());
    }
    var instances = new TreeMap<String, List<PluginInstance>>();
    for (var revisions : state.instances().values()) {
      var latest = revisions.getFirst();
      var _ = store.configurations().read(latest);
      instances.put(
          latest.name(),
          revisions.stream()
              .filter(revision -> revision.equals(latest) || isReadable(revision))
              .toList());
    }
    return state.withInstances(instances).withoutDamage();
  }

  private boolean isReadable(PluginInstance revision) {
    try {
      var _ = store.configurations().read(revision);
      return true;
    } catch (ExecutorException _) {
      log.warn("revision {} is left out of the backup", revision.id());
      return false;
    }
  }

  private static List<PluginInstance> revisionsOf(CatalogState state) {
    return state.instances().values().stream().flatMap(List::stream).toList();
  }

  private static String zipEntry(StoredPlugin plugin) {
    return "packages/" + plugin.digest().substring(Digests.PREFIX.length());
  }

  private static String configurationEntry(PluginInstance revision) {
    return CONFIGURATIONS + "/" + revision.configuration().id();
  }

  /** Opens what a backup brings sealed, and keeps what opened it. Confined to one thread. */
  private static final class BackupKey implements KeyOpener {
    private final StoreKeyring keyring;
    private StoreCipher cipher = StoreCipher.none();

    BackupKey(StoreKeyring keyring) {
      this.keyring = keyring;
    }

    @Override
    public StoreCipher open(byte[] wrappedKey) throws IOException {
      cipher = keyring.cipherOf(wrappedKey);
      return cipher;
    }
  }

  /** Begins a restore; the caller closes it. */
  public BackupUpload beginRestore() {
    return store.guarded(
        StoreOperation.STAGE_BACKUP,
        () ->
            new BackupUpload(
                store.directory().newStagingDirectory("backup-"), store.directory().root()));
  }

  /**
   * What a restore made.
   *
   * @param plugins how many versions are stored now
   * @param instances how many instances there are now
   * @param createTime when the backup was made
   */
  public record RestoreResult(int plugins, int instances, Instant createTime) {}

  /**
   * Makes the store what it was when the backup was made.
   *
   * @param replace whether what is stored now may be lost
   */
  public RestoreResult finishRestore(BackupUpload upload, boolean replace, Change change) {
    return store.guarded(
        StoreOperation.RESTORE_BACKUP,
        () -> {
          requireReplaceable(store.state(), replace);
          var staging = upload.receive();
          var content = Files.createDirectory(staging.resolve("content"));
          var key = new BackupKey(store.keyring());
          var backup = BackupReader.read(upload.file(), content, key);
          var texts = new ConfigurationFiles(content.resolve(CONFIGURATIONS), key.cipher);
          var saved = readCatalog(content);
          var plugins = new HashMap<String, StoredPlugin>();
          var staged = new HashMap<StoredPlugin, Path>();
          for (var plugin : saved.plugins().values()) {
            var directory =
                Files.createDirectory(staging.resolve(plugin.directory().getFileName()));
            var unpacked = unpack(plugin, content, directory);
            plugins.put(unpacked.digest(), unpacked);
            staged.put(unpacked, directory);
          }
          return store.commit(
              change,
              latest -> {
                requireReplaceable(latest, replace);
                for (var entry : staged.entrySet()) {
                  var plugin = placed(latest, entry.getKey(), entry.getValue());
                  plugins.put(plugin.digest(), plugin);
                }
                return new Edited<>(
                    new CatalogState(
                        latest.generation(),
                        latest.lastChange(),
                        plugins,
                        instances(saved, texts),
                        List.of(),
                        Map.of()),
                    new RestoreResult(
                        plugins.size(), saved.instances().size(), backup.createTime()));
              });
        });
  }

  /**
   * Puts the files of a package in place, unless the store has them: its catalog, which counts
   * until it is replaced, knows them with the byte code that they have.
   */
  private StoredPlugin placed(CatalogState latest, StoredPlugin plugin, Path directory)
      throws IOException {
    var stored = latest.plugins().get(plugin.digest());
    if (stored != null
        && PackageVerifier.isIntact(stored.directory(), stored.digest(), stored.treeDigest())) {
      return plugin.withTreeDigest(stored.treeDigest());
    }
    store.packages().place(directory, plugin.digest(), plugin.treeDigest());
    return plugin;
  }

  private static void requireReplaceable(CatalogState state, boolean replace) {
    if (!replace && !(state.plugins().isEmpty() && state.instances().isEmpty())) {
      throw new ExecutorException(
          new StoreNotEmpty(state.plugins().size(), state.instances().size()));
    }
  }

  private CatalogState readCatalog(Path content) throws IOException {
    var file = content.resolve(CATALOG);
    if (!Files.isRegularFile(file)) {
      throw incomplete("its catalog");
    }
    CatalogState saved;
    try {
      saved = CatalogFile.read(file, store.directory().packages());
    } catch (IOException e) {
      throw new ExecutorException(new InvalidBackup(String.valueOf(e.getMessage())), e);
    }
    if (!saved.damagedLines().isEmpty()) {
      throw incomplete("a part of its catalog");
    }
    for (var revision : revisionsOf(saved)) {
      if (!Files.isRegularFile(content.resolve(configurationEntry(revision)))) {
        throw incomplete("the configuration of " + revision.id());
      }
    }
    return saved;
  }

  private static ExecutorException incomplete(String what) {
    return new ExecutorException(
        new InvalidBackup("lacks " + what + " (expected: a backup that a server made)"));
  }

  /** Checks and unpacks a saved package just as an upload. */
  private StoredPlugin unpack(StoredPlugin plugin, Path content, Path directory)
      throws IOException {
    var zip = content.resolve(zipEntry(plugin));
    if (!Files.isRegularFile(zip) || !Digests.ofFile(zip).equals(plugin.digest())) {
      throw incomplete("the zip of " + plugin.manifest().id());
    }
    trust.requireTrusted(
        plugin.manifest().id(),
        plugin.digest(),
        plugin.signatures().stream().map(Base64.getDecoder()::decode).toList());
    Files.move(zip, directory.resolve(PackageFiles.ZIP));
    var tree = Files.createDirectory(directory.resolve(PackageFiles.TREE));
    var _ = PackageCheck.unpack(directory.resolve(PackageFiles.ZIP), tree, config, sources);
    return plugin.withTreeDigest(PackageFiles.complete(directory));
  }

  /** Writes the saved texts as this store keeps them. */
  private NavigableMap<String, List<PluginInstance>> instances(
      CatalogState saved, ConfigurationFiles texts) throws IOException {
    var instances = new TreeMap<String, List<PluginInstance>>();
    for (Map.Entry<String, List<PluginInstance>> entry : saved.instances().entrySet()) {
      var revisions = new ArrayList<PluginInstance>();
      for (var revision : entry.getValue()) {
        var text = texts.read(revision);
        revisions.add(
            revision.withConfiguration(store.configurations().write(revision.name(), text)));
      }
      instances.put(entry.getKey(), List.copyOf(revisions));
    }
    return instances;
  }
}
