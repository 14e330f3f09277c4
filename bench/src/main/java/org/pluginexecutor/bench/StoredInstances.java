// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import static org.pluginexecutor.bench.Results.MS;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.pluginexecutor.client.InstanceUpdate;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.KeyFiles;
import org.pluginexecutor.server.store.InstanceCatalog;
import org.pluginexecutor.server.store.Store;

/**
 * Instances with encrypted configurations: changed, and read as each call does. Confined to one
 * thread.
 */
final class StoredInstances {
  private static final int TIMES = 50;
  private static final int READS = 2_000;
  private static final String PLUGIN = "owner";

  private final Path work;
  private final Results results;

  StoredInstances(Path work, Results results) {
    this.work = work;
    this.results = results;
  }

  /** A configuration of some size. */
  private enum Size {
    SMALL("1 KiB", 1 << 10),
    LARGE("1 MiB", 1 << 20);

    private final String label;
    private final int bytes;

    Size(String label, int bytes) {
      this.label = label;
      this.bytes = bytes;
    }

    /** A text that differs from the others. */
    private String text(int number) {
      var start = "# " + number + "\n";
      return start + "x".repeat(bytes - start.length());
    }
  }

  void measure() throws Exception {
    results.begin("instances of an encrypted store");
    var key = work.resolve("key");
    KeyFiles.create(key);
    var data = work.resolve("data");
    try (var server = ServerProcess.start(data, Optional.of(key))) {
      var zip = BenchPackages.small(PLUGIN);
      var _ = server.client().plugins().upload(new ByteArrayInputStream(zip));
      for (var size : Size.values()) {
        measureChanges(server.client(), size);
      }
    }
    try (var store =
        Store.open(data, Optional.of(KeyEncryption.byFile(key)), InstantSource.system(), false)) {
      var instances = new InstanceCatalog(store, (runtime, python2) -> Optional.empty());
      for (var size : Size.values()) {
        var instance = instances.get(name(size, 0));
        var _ = Timing.millis(READS, () -> instances.configuration(instance));
        var reads = Timing.millis(READS, () -> instances.configuration(instance));
        results.add("what a call pays: configuration of " + size.label, MS, reads);
      }
    }
  }

  private void measureChanges(PluginExecutorClient client, Size size) throws Exception {
    var counter = new int[1];
    var created =
        Timing.millis(
            TIMES,
            () ->
                client
                    .instances()
                    .create(
                        name(size, counter[0]++),
                        PluginName.of(PLUGIN),
                        Optional.of(size.text(0))));
    results.add("create with " + size.label, MS, created);
    var updated =
        Timing.millis(
            TIMES,
            () ->
                client
                    .instances()
                    .update(
                        name(size, 0),
                        InstanceUpdate.newBuilder()
                            .configuration(size.text(counter[0]++))
                            .build()));
    results.add("update with " + size.label, MS, updated);
    var got = Timing.millis(TIMES, () -> client.instances().get(name(size, 0)));
    results.add("get with " + size.label, MS, got);
  }

  private static String name(Size size, int number) {
    return size.name().toLowerCase(java.util.Locale.ROOT) + "-" + number;
  }
}
