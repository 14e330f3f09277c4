// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * Fills the small disk that it runs on up to a little rest, tries every kind of change, and goes on
 * with more rest until all of them succeed. Confined to one thread.
 */
final class FullDisk {
  private static final int BLOCK_BYTES = 4 << 10;
  private static final int MAX_REST = 200;

  private final Path disk;
  private final boolean inodes;
  private TestStore store;
  private StoreChanges changes;

  private FullDisk(Path disk, boolean inodes) throws IOException {
    this.disk = disk;
    this.inodes = inodes;
    this.store = TestStore.open(data());
    this.changes = StoreChanges.fill(store);
  }

  /** Takes a mount point and what there is to be little of, and prints what was refused. */
  public static void main(String[] args) throws IOException {
    var run = new FullDisk(Path.of(args[0]), args[1].equals("inodes"));
    int refused = 1;
    for (int rest = 0; refused > 0; rest++) {
      assertThat(rest).isLessThan(MAX_REST);
      refused = run.tryAll(rest);
      System.out.println(refused);
    }
    run.store.close();
  }

  private Path data() {
    return disk.resolve("data");
  }

  private int tryAll(int rest) throws IOException {
    int refused = 0;
    for (int i = 0; i < changes.kinds().size(); i++) {
      changes.reset();
      if (i % 3 == 0) {
        reopen();
      }
      fill(rest);
      var kind = changes.kinds().get(i);
      boolean done = attempt(kind);
      assertThat(StoreModel.of(store, ""))
          .as("%s with a rest of %d", kind.name(), rest)
          .isEqualTo(done ? kind.after() : changes.base());
      store.plugins().lease(ref("p")).close();
      store.plugins().leaseZip(ref("p", "1.0")).close();
      assertThat(store.backup()).isNotEmpty();
      StoreSoundness.assertNothingStaged(data(), Files.exists(staging()) ? 1 : 0);
      makeRoom();
      store.plugins().activate(ref("p", "2.0"), change());
      StoreSoundness.assertSound(store, data());
      refused += done ? 0 : 1;
    }
    return refused;
  }

  /** Where nothing is when the disk was full at the start. */
  private Path staging() throws IOException {
    try (var servers = Files.list(data().resolve("staging"))) {
      return servers.findFirst().orElse(disk.resolve("nowhere"));
    }
  }

  private void reopen() throws IOException {
    store.close();
    fill(0);
    store = TestStore.open(data());
    changes = changes.of(store);
    store.plugins().lease(ref("p")).close();
    makeRoom();
  }

  private boolean attempt(StoreChanges.Kind kind) {
    var change = change();
    try {
      kind.action().run();
      return true;
    } catch (ExecutorException e) {
      assertThat(e.error()).as(kind.name()).isInstanceOf(ExecutorError.StoreFull.class);
      store.store().auditRefusal(change, e.error().reason());
      return false;
    }
  }

  /** Leaves only so many blocks, or so many inodes. */
  private void fill(int rest) throws IOException {
    var fillers = Files.createDirectories(disk.resolve("fillers"));
    if (inodes) {
      fillInodes(fillers, rest);
    } else {
      fillBlocks(fillers.resolve("blocks"), rest);
    }
  }

  private static void fillInodes(Path fillers, int rest) throws IOException {
    var made = new ArrayDeque<Path>();
    try {
      while (true) {
        made.add(Files.createTempFile(fillers, "", ""));
      }
    } catch (IOException _) {
      for (int i = 0; i < rest && !made.isEmpty(); i++) {
        Files.delete(made.pop());
      }
    }
  }

  private static void fillBlocks(Path filler, int rest) throws IOException {
    try (var file = new RandomAccessFile(filler.toFile(), "rw")) {
      file.seek(file.length());
      try {
        while (true) {
          file.write(new byte[BLOCK_BYTES]);
        }
      } catch (IOException _) {
        file.setLength(Math.max(0, file.length() - (long) rest * BLOCK_BYTES));
      }
    }
  }

  private void makeRoom() throws IOException {
    var fillers = disk.resolve("fillers");
    for (var name : StoreSoundness.names(fillers)) {
      Files.delete(fillers.resolve(name));
    }
  }
}
