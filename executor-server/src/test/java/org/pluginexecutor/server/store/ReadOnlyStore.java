// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.FakeSourceCheck;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.KeyFiles;

/** Makes its store read-only while it runs, and uses it then. Stateless. */
final class ReadOnlyStore {
  private ReadOnlyStore() {}

  /** Takes an empty directory, and how to make it read-only: by {@code mount} or {@code rights}. */
  public static void main(String[] args) throws Exception {
    var data = Path.of(args[0]).resolve("data");
    var keyFile = Path.of(args[0]).resolve("key");
    KeyFiles.create(keyFile);
    var store = TestStore.open(data);
    var changes = StoreChanges.fill(store);
    var running = store.plugins().lease(ref("p"));
    if (args[1].equals("mount")) {
      OwnMounts.makeReadOnly(data);
    } else {
      takeRights(data);
    }
    var before = listing(data);
    assertServes(store, changes);
    running.close();
    store.close();
    try (var reopened = TestStore.open(data)) {
      assertServes(reopened, changes.of(reopened));
    }
    var key = Optional.of(KeyEncryption.byFile(keyFile));
    try (var reopened = TestStore.open(data, key, FakeSourceCheck.FINE)) {
      assertServes(reopened, changes.of(reopened));
    }
    assertThat(listing(data)).isEqualTo(before);
  }

  private static void assertServes(TestStore store, StoreChanges changes) throws IOException {
    for (var kind : changes.kinds()) {
      assertThatThrownBy(() -> kind.action().run())
          .as(kind.name())
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> assertThat(e.error()).isInstanceOf(ExecutorError.StoreReadOnly.class));
    }
    store.store().auditRefusal(change(), "STORE_READ_ONLY");
    assertThat(StoreModel.of(store, "")).isEqualTo(changes.base());
    store.plugins().lease(ref("p")).close();
    store.plugins().leaseZip(ref("q")).close();
    assertThat(store.backup()).isNotEmpty();
    assertThat(store.audit()).isNotEmpty();
  }

  private static void takeRights(Path data) throws IOException {
    try (var paths = Files.walk(data)) {
      for (var path : paths.toList()) {
        var rights = Files.getPosixFilePermissions(path);
        rights.removeAll(PosixFilePermissions.fromString("-w--w--w-"));
        Files.setPosixFilePermissions(path, rights);
      }
    }
  }

  /** All but the place of the running server, which removes what is its own. */
  private static List<String> listing(Path data) throws IOException {
    try (var paths = Files.walk(data)) {
      return paths
          .filter(path -> !path.startsWith(data.resolve("staging")))
          .sorted()
          .map(ReadOnlyStore::entry)
          .toList();
    }
  }

  private static String entry(Path path) {
    try {
      return path + " " + Files.getLastModifiedTime(path) + " " + Files.size(path);
    } catch (IOException e) {
      return path + " " + e;
    }
  }
}
