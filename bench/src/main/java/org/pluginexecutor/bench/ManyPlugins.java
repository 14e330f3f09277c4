// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import static org.pluginexecutor.bench.Results.MIB;
import static org.pluginexecutor.bench.Results.MS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.Store;
import org.pluginexecutor.server.store.UploadOptions;
import org.pluginexecutor.server.trust.TrustPolicy;

/** Many plugins are stored: start, lists, changes. Confined to one thread. */
final class ManyPlugins {
  private static final double PROMISED_READY_MS = 2_000;
  private static final double PROMISED_LIST_MS = 50;
  private static final int PROMISED_PLUGINS = 1_000;
  private static final int WARM_UP = 20;
  private static final int LISTS = 50;
  private static final int UPLOADS = 20;

  private final Path work;
  private final Path data;
  private final Results results;
  private final int rounds;
  private final int count;

  ManyPlugins(Path work, Results results, int rounds, int count) {
    this.work = work;
    this.data = work.resolve("data");
    this.results = results;
    this.rounds = rounds;
    this.count = count;
  }

  void measure() throws Exception {
    results.begin(count + " stored plugins");
    fill(Math.min(count, PROMISED_PLUGINS));
    CatalogCopies.multiply(data, count);
    results.add("catalog", MIB, (double) Files.size(data.resolve("catalog")) / (1 << 20));
    measureStart();
    try (var server = ServerProcess.start(data, Optional.empty())) {
      measureUse(server.client());
    }
  }

  /** As a server does it, but for Python, which would take most of the time. */
  private void fill(int number) throws Exception {
    try (var store = Store.open(data, Optional.empty(), InstantSource.system(), false)) {
      var catalog =
          new PluginCatalog(
              store,
              PackageConfig.defaults(),
              (_, _, _) -> Optional.empty(),
              TrustPolicy.open(TrustConfig.defaults()));
      var stored = Timing.millis(number, new Filling(catalog));
      results.add("stored one by one, without a look at the sources", MS, stored);
    }
  }

  /** Stores the next plugin. Confined to one thread. */
  private static final class Filling implements Timing.Action {
    private final PluginCatalog catalog;
    private int next;

    Filling(PluginCatalog catalog) {
      this.catalog = catalog;
    }

    @Override
    public void run() throws IOException {
      try (var upload = catalog.beginUpload()) {
        upload.append(ByteBuffer.wrap(BenchPackages.small("plugin_" + ++next)));
        var change = new Change(Caller.SERVER, "UploadPlugin");
        var _ = catalog.finishUpload(upload, UploadOptions.NONE, change);
      }
    }
  }

  private void measureStart() throws Exception {
    var jvm = new ArrayList<Double>();
    var listening = new ArrayList<Double>();
    var ready = new ArrayList<Double>();
    var opened = new ArrayList<Double>();
    var empty = new ArrayList<Double>();
    for (int i = 0; i < rounds; i++) {
      try (var server = ServerProcess.start(data, Optional.empty())) {
        jvm.add(server.ready().jvmMs());
        listening.add(server.ready().serverMs());
        ready.add(server.ready().readyMs());
      }
      try (var server = ServerProcess.start(work.resolve("none"), Optional.empty())) {
        empty.add(server.ready().readyMs());
      }
      opened.add(ServerProcess.openStore(data, Optional.empty()));
    }
    measureLauncher();
    results.add("start of a plain JVM until a health check is answered", MS, ready);
    results.add("start, of which until the main method", MS, jvm);
    results.add("start, of which from there until it listens", MS, listening);
    results.add("start, of which opening the store (in a new JVM)", MS, opened);
    results.add("start of an empty server", MS, empty);
  }

  /** With the archive of classes that the launcher makes. */
  private void measureLauncher() throws Exception {
    var launcher = Path.of(System.getProperty("pluginexecutor.home", "."), "plugin-executor");
    if (Files.isExecutable(launcher)) {
      var ready = new ArrayList<Double>();
      for (int i = 0; i < rounds; i++) {
        ready.add(ServerProcess.startByLauncher(launcher, data));
      }
      promise("./plugin-executor serve until a health check is answered", ready, PROMISED_READY_MS);
    }
  }

  private void promise(String name, List<Double> values, double limit) {
    if (count <= PROMISED_PLUGINS) {
      results.addPromised(name, MS, values, limit);
    } else {
      results.add(name, MS, values);
    }
  }

  private void measureUse(PluginExecutorClient client) throws Exception {
    Timing.Action list = () -> requireAll(client);
    results.add("list all, the first", MS, Timing.millis(list));
    var _ = Timing.millis(WARM_UP, list);
    promise("list all, in one call of the client", Timing.millis(LISTS, list), PROMISED_LIST_MS);
    var name = PluginName.of("plugin_500").withVersion("1.0.0");
    results.add("get one", MS, Timing.millis(LISTS, () -> client.plugins().get(name)));
    results.add("verify one", MS, Timing.millis(LISTS, () -> client.plugins().verify(name)));
    results.add("activate one", MS, Timing.millis(UPLOADS, () -> client.plugins().activate(name)));
    var uploads = new ArrayList<Double>();
    for (int i = 0; i < UPLOADS; i++) {
      var zip = BenchPackages.small("more_" + i);
      uploads.add(Timing.millis(() -> client.plugins().upload(new ByteArrayInputStream(zip))));
    }
    results.add("upload one more", MS, uploads);
    results.add("delete one", MS, deleteAll(client));
  }

  private static List<Double> deleteAll(PluginExecutorClient client) throws Exception {
    var values = new ArrayList<Double>();
    for (int i = 0; i < UPLOADS; i++) {
      var name = PluginName.of("more_" + i).withVersion("1.0.0");
      values.add(Timing.millis(() -> client.plugins().delete(name)));
    }
    return values;
  }

  private void requireAll(PluginExecutorClient client) throws IOException {
    int found = client.plugins().list().size();
    if (found != count) {
      throw new IOException("list: " + found + " plugins (expected: " + count + ")");
    }
  }
}
