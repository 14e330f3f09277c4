// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.FakeSourceCheck;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.SourceCheck;
import org.pluginexecutor.server.plugin.TestPackage;
import org.pluginexecutor.server.secret.KeyEncryption;

/**
 * A process that changes a store without end, until it is killed. It says what will be stored
 * before each change, and when the change was answered. Confined to one thread.
 */
final class StoreWriter {
  private static final int NAMES = 3;
  private static final int MAX_BACKUPS = 3;
  private static final int MAX_TEXT_CHARACTERS = 6_000;
  private static final int MAX_DATA_BYTES = 20_000;

  private final TestStore store;
  private final String prefix;
  private final boolean restoring;
  private final Random random;
  private final OutputStream promises;
  private final List<Saved> backups = new ArrayList<>();
  private StoreModel model;
  private @Nullable PluginLease lease;

  private StoreWriter(
      TestStore store, String prefix, boolean restoring, Random random, OutputStream promises) {
    this.store = store;
    this.prefix = prefix;
    this.restoring = restoring;
    this.random = random;
    this.promises = promises;
    this.model = StoreModel.of(store, prefix);
  }

  /** A backup, and what is in it. */
  private record Saved(ByteBuffer backup, StoreModel model) {}

  /** A change of some kind, and what is stored after it. */
  private record Step(String kind, StoreModel after, Runnable action) {}

  /**
   * Takes the directory, a key file or nothing, a seed, a prefix of names, whether to restore, and
   * a file for the promises.
   */
  public static void main(String[] args) throws IOException {
    var random = new Random(Long.parseLong(args[2]));
    var key =
        args[1].isEmpty()
            ? Optional.<KeyEncryption>empty()
            : Optional.of(KeyEncryption.byFile(Path.of(args[1])));
    SourceCheck sources =
        (tree, python2, hooks) -> {
          // Byte code may differ from run to run, as that of Python 2 does.
          Files.write(tree.resolve("main.pyc"), bytes(random, 100));
          return FakeSourceCheck.FINE.check(tree, python2, hooks);
        };
    var store = TestStore.open(Path.of(args[0]), key, sources);
    var promises = Files.newOutputStream(Path.of(args[5]));
    var writer = new StoreWriter(store, args[3], Boolean.parseBoolean(args[4]), random, promises);
    writer.say("ready " + writer.model.text());
    while (true) {
      writer.run(writer.next());
    }
  }

  private void run(Step step) {
    say("begin " + step.kind() + " " + step.after().text());
    step.action().run();
    model = step.after();
    if (random.nextInt(10) == 0) {
      var found = StoreModel.of(store, prefix).text();
      if (!found.equals(model.text())) {
        throw new IllegalStateException("stored: " + found + " (expected: " + model.text() + ")");
      }
    }
    say("done");
  }

  /** In a file, where a line that was written once stays; and where somebody waits for it. */
  private void say(String line) {
    try {
      promises.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println(line);
    if (System.out.checkError()) {
      throw new IllegalStateException("the test is gone");
    }
  }

  private Step next() {
    int kind = random.nextInt(100);
    if (model.plugins().isEmpty() || kind < 25) {
      return upload();
    }
    if (kind < 60) {
      return changeOfPlugins(kind);
    }
    if (kind < 90) {
      return changeOfInstances(kind);
    }
    return rare(kind);
  }

  private Step changeOfPlugins(int kind) {
    var name = anyOf(List.copyOf(model.plugins().keySet()));
    var version = anyOf(model.plugins().getOrDefault(name, List.of()));
    if (kind < 35) {
      return new Step(
          "activate",
          model.activated(name, version),
          () -> store.plugins().activate(ref(name, version), change()));
    }
    if (kind < 40) {
      return new Step("lease", model, () -> lease(ref(name, version)));
    }
    return model.isUsed(name, version)
        ? upload()
        : new Step("delete", model.without(name, version), () -> store.delete(ref(name, version)));
  }

  private Step upload() {
    var name = prefix + random.nextInt(NAMES);
    var version = (1 + random.nextInt(NAMES)) + ".0";
    var content = content(name, version);
    return new Step("upload", model.activated(name, version), () -> store.upload(content));
  }

  /** Always the same for the same version. */
  private static TestPackage content(String name, String version) {
    var own = new Random((name + version).hashCode());
    return TestPackage.aa(name, version)
        .file("data/bytes", bytes(own, own.nextInt(MAX_DATA_BYTES)))
        .file("lib/a.py", "a = 1\n");
  }

  private void lease(PluginRef ref) {
    if (lease != null) {
      lease.close();
    }
    lease = store.plugins().lease(ref);
  }

  private Step changeOfInstances(int kind) {
    var name = prefix + "instance_" + random.nextInt(NAMES);
    var revisions = model.instances().get(name);
    var plugin = anyOf(List.copyOf(model.plugins().keySet()));
    var version =
        random.nextBoolean() ? "" : anyOf(model.plugins().getOrDefault(plugin, List.of()));
    var ref = version.isEmpty() ? ref(plugin) : ref(plugin, version);
    var text = "t".repeat(random.nextInt(MAX_TEXT_CHARACTERS)) + random.nextLong();
    if (revisions == null) {
      return new Step(
          "create",
          model.with(name, plugin, version, text),
          () -> store.create(name, ref, Optional.of(text)));
    }
    var former = anyOf(revisions);
    if (kind < 66) {
      return new Step(
          "delete-instance",
          model.withoutInstance(name),
          () -> store.instances().delete(name, change()));
    }
    if (kind < 72 && model.has(former.plugin(), former.version())) {
      return new Step(
          "rollback",
          model.with(name, former.plugin(), former.version(), former.text()),
          () -> store.instances().rollBack(name, former.number(), 0, change()));
    }
    var update = TestStore.update(Optional.of(ref), Optional.of(text), 0);
    return new Step(
        "update",
        model.with(name, plugin, version, text),
        () -> store.instances().update(name, update, change()));
  }

  private Step rare(int kind) {
    if (kind < 94) {
      return new Step("refuse", model, this::tryWhatIsRefused);
    }
    if (!restoring || backups.isEmpty() || kind < 97) {
      return new Step("backup", model, this::save);
    }
    var saved = anyOf(backups);
    return new Step("restore", saved.model(), () -> store.restore(saved.backup().array(), true));
  }

  private void save() {
    backups.add(new Saved(ByteBuffer.wrap(store.backup()), model));
    if (backups.size() > MAX_BACKUPS) {
      backups.removeFirst();
    }
  }

  private void tryWhatIsRefused() {
    var change = change();
    try {
      store.plugins().activate(ref(prefix + "nobody"), change);
    } catch (ExecutorException e) {
      store.store().auditRefusal(change, e.error().reason());
      return;
    }
    throw new IllegalStateException("a plugin that is not there was activated");
  }

  private <T> T anyOf(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private static byte[] bytes(Random random, int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
