// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.plugin.FakeSourceCheck;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.RuntimeCheck;
import org.pluginexecutor.server.plugin.SourceCheck;
import org.pluginexecutor.server.plugin.TestPackage;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.store.InstanceCatalog.InstanceUpdate;
import org.pluginexecutor.server.trust.TrustPolicy;

/** A real store in a directory, without any Python, whose clock goes on a second at a look. */
public final class TestStore implements Resource {
  private static final AtomicLong SECONDS = new AtomicLong(1_000);
  private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(SECONDS.incrementAndGet());

  /** Two runtimes, named after what they run. */
  private static final RuntimeCheck RUNTIMES =
      (runtime, python2) ->
          Optional.of(runtime + " (expected: another)")
              .filter(_ -> !runtime.equals(python2 ? "py2" : "py3"));

  private final Store store;
  private final PluginCatalog plugins;
  private final InstanceCatalog instances;
  private final StoreBackups backups;

  private TestStore(Store store, TrustConfig trustConfig, SourceCheck sources) throws IOException {
    var trust = TrustPolicy.open(trustConfig);
    var packages = PackageConfig.defaults();
    this.store = store;
    this.plugins = new PluginCatalog(store, packages, sources, trust);
    this.instances = new InstanceCatalog(store, RUNTIMES);
    this.backups = new StoreBackups(store, packages, sources, trust);
  }

  /** Opens the store in a directory. */
  public static TestStore open(Path directory) throws IOException {
    return open(directory, Optional.empty(), TrustConfig.defaults());
  }

  static TestStore open(Path directory, KeyEncryption key) throws IOException {
    return open(directory, Optional.of(key), TrustConfig.defaults());
  }

  static TestStore open(Path directory, TrustConfig trust) throws IOException {
    return open(directory, Optional.empty(), trust);
  }

  private static TestStore open(Path directory, Optional<KeyEncryption> key, TrustConfig trust)
      throws IOException {
    return new TestStore(Store.open(directory, key, CLOCK, false), trust, FakeSourceCheck.FINE);
  }

  static TestStore open(Path directory, Optional<KeyEncryption> key, SourceCheck sources)
      throws IOException {
    return new TestStore(Store.open(directory, key, CLOCK, false), TrustConfig.defaults(), sources);
  }

  /** Opens a store that changes nothing while its audit log cannot be written. */
  static TestStore openThatMustAudit(Path directory) throws IOException {
    var store = Store.open(directory, Optional.empty(), CLOCK, true);
    return new TestStore(store, TrustConfig.defaults(), FakeSourceCheck.FINE);
  }

  public PluginCatalog plugins() {
    return plugins;
  }

  public InstanceCatalog instances() {
    return instances;
  }

  StoreBackups backups() {
    return backups;
  }

  Store store() {
    return store;
  }

  static Change change() {
    return new Change(new Caller("a test", "here"), "Test");
  }

  static PluginRef ref(String name) {
    return new PluginRef(Optional.empty(), name, Optional.empty());
  }

  static PluginRef ref(String name, String version) {
    return new PluginRef(Optional.empty(), name, Optional.of(version));
  }

  /** Changes plugin and configuration, and nothing else. */
  static InstanceUpdate update(
      Optional<PluginRef> plugin, Optional<String> configuration, int expectedRevision) {
    return new InstanceUpdate(
        plugin, configuration, Optional.empty(), Optional.empty(), expectedRevision);
  }

  /** Uploads a package, which becomes the active version. */
  public StoredPlugin upload(TestPackage content) {
    return upload(content.zip(), UploadOptions.NONE).plugin();
  }

  PluginCatalog.UploadResult upload(byte[] zip, UploadOptions options) {
    try (var upload = plugins.beginUpload()) {
      upload.append(ByteBuffer.wrap(zip));
      return plugins.finishUpload(upload, options, change());
    }
  }

  /** Every stored version, as listed. */
  List<StoredPlugin> list() {
    return plugins.list(Optional.empty(), 1_000, "").items();
  }

  List<PluginInstance> listInstances() {
    return instances.list(1_000, "").items();
  }

  /** Creates an instance. */
  public PluginInstance create(String name, PluginRef plugin, Optional<String> configuration) {
    return instances.create(name, plugin, configuration, InstanceSettings.NONE, change());
  }

  /** Creates an instance that says how it is to be called. */
  public PluginInstance create(String name, PluginRef plugin, InstanceSettings settings) {
    return instances.create(name, plugin, Optional.of(""), settings, change());
  }

  /** The state directories, of which some do not outlive the server. */
  public StateDirectories states(Path runtimeDirectory) {
    return StateDirectories.open(store, runtimeDirectory);
  }

  /** Deletes a version. */
  public void delete(PluginRef plugin) {
    plugins.delete(plugin, change());
  }

  /** The text of the latest revision. */
  String configuration(String instance) {
    return instances.configuration(instances.get(instance));
  }

  byte[] backup() {
    var out = new ByteArrayOutputStream();
    try {
      backups.create(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  StoreBackups.RestoreResult restore(byte[] backup, boolean replace) {
    try (var upload = backups.beginRestore()) {
      upload.append(ByteBuffer.wrap(backup));
      return backups.finishRestore(upload, replace, change());
    }
  }

  /** The whole audit log, the latest entry first. */
  List<AuditEntry> audit() {
    return store.auditPage(1_000, Optional.empty()).entries();
  }

  @Override
  public void close() {
    store.close();
  }
}
