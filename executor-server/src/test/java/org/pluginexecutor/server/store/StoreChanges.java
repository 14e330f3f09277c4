// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.plugin.TestPackage;

/** A small store, and each kind of change once. Confined to one thread. */
final class StoreChanges {
  private static final int DATA_BYTES = 9_000;

  private final TestStore store;
  private final StoreModel base;
  private final byte[] backup;

  private StoreChanges(TestStore store, StoreModel base, byte[] backup) {
    this.store = store;
    this.base = base;
    this.backup = backup;
  }

  /** A change, and what is stored when it is made. */
  record Kind(String name, StoreModel after, Runnable action) {}

  /** Fills a store that is empty. */
  static StoreChanges fill(TestStore store) {
    for (var content : List.of(content("p", "1.0"), content("p", "2.0"), content("q", "1.0"))) {
      store.upload(content);
    }
    store.create("x", ref("p"), Optional.of("first"));
    store
        .instances()
        .update("x", TestStore.update(Optional.empty(), Optional.of("second"), 0), change());
    store.create("y", ref("p", "1.0"), Optional.of("y".repeat(DATA_BYTES)));
    return new StoreChanges(store, StoreModel.of(store, ""), store.backup());
  }

  /** The same, of a store that was opened again. */
  StoreChanges of(TestStore reopened) {
    return new StoreChanges(reopened, base, backup);
  }

  StoreModel base() {
    return base;
  }

  /** Makes the store what it was at first. */
  void reset() {
    store.restore(backup, true);
  }

  List<Kind> kinds() {
    var update = TestStore.update(Optional.empty(), Optional.of("u".repeat(DATA_BYTES)), 0);
    return List.of(
        new Kind("upload", base.activated("r", "1.0"), () -> store.upload(content("r", "1.0"))),
        new Kind(
            "upload again", base.activated("p", "1.0"), () -> store.upload(content("p", "1.0"))),
        new Kind(
            "activate",
            base.activated("p", "1.0"),
            () -> store.plugins().activate(ref("p", "1.0"), change())),
        new Kind("delete", base.without("q", "1.0"), () -> store.delete(ref("q", "1.0"))),
        new Kind(
            "create an instance",
            base.with("z", "q", "", "new"),
            () -> store.create("z", ref("q"), Optional.of("new"))),
        new Kind(
            "update an instance",
            base.with("x", "p", "", "u".repeat(DATA_BYTES)),
            () -> store.instances().update("x", update, change())),
        new Kind(
            "roll an instance back",
            base.with("x", "p", "", "first"),
            () -> store.instances().rollBack("x", 1, 0, change())),
        new Kind(
            "delete an instance",
            base.withoutInstance("y"),
            () -> store.instances().delete("y", change())),
        new Kind("restore", base, this::reset));
  }

  private static TestPackage content(String name, String version) {
    return TestPackage.aa(name, version)
        .file("lib/data.py", "# %s\n".formatted("d".repeat(DATA_BYTES)));
  }
}
