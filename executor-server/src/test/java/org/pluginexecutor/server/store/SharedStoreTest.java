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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.plugin.TestPackage;

/** Several servers, each a process of its own, that have one data directory open. */
class SharedStoreTest {
  private static final TestPackage V1 = TestPackage.aa("p", "1.0");

  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private StoreChild start(Class<?> main, String... args) throws IOException {
    return StoreChild.start(
        Files.createTempFile(directory, "child", ".log"), List.of(), main, args);
  }

  /** One of the writers, and what it promised. Confined to one thread. */
  private final class Writer {
    private final String prefix;
    private final Path said;
    private Promise promise = Promise.EMPTY;
    private @Nullable StoreChild child;

    Writer(String prefix) {
      this.prefix = prefix;
      this.said = directory.resolve(prefix + ".said");
    }

    void start(Random random) throws Exception {
      var seed = "" + random.nextLong();
      child =
          SharedStoreTest.this.start(
              StoreWriter.class, data().toString(), "", seed, prefix, "false", said.toString());
      assertThat(child.line()).startsWith("ready ");
    }

    void killAfter(Duration time) throws Exception {
      if (child != null) {
        child.killAfter(time);
        child = null;
        promise = promise.after(said);
      }
    }

    void assertKept(TestStore store) {
      promise.requireKept(StoreModel.of(store, prefix).text());
    }
  }

  @Test
  void g7_writers_that_are_killed_and_come_again_lose_nothing_of_each_other() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var writers = List.of(new Writer("a"), new Writer("b"), new Writer("c"));
    try {
      for (var writer : writers) {
        writer.start(random);
      }
      for (int i = 0; i < Integer.getInteger("kills", 5); i++) {
        var writer = writers.get(random.nextInt(writers.size()));
        writer.killAfter(Duration.ofMillis(random.nextInt(500)));
        writer.start(random);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    } finally {
      for (var writer : writers) {
        writer.killAfter(Duration.ZERO);
      }
    }
    try (var store = TestStore.open(data())) {
      writers.forEach(writer -> writer.assertKept(store));
      StoreSoundness.assertSound(store, data());
      StoreSoundness.assertNothingStaged(data(), 1);
      assertThat(store.store().state().generation()).isGreaterThan(20);
    }
  }

  @Test
  void g7_servers_start_and_end_at_the_same_time() throws Exception {
    TestStore.open(data()).close();
    for (int i = 0; i < 3; i++) {
      var children = new ArrayList<StoreChild>();
      for (int n = 0; n < 3; n++) {
        children.add(start(StoreServant.class, data().toString()));
      }
      for (var child : children) {
        assertThat(child.line()).isEqualTo("ready");
        child.close();
      }
    }
  }

  @Test
  void g7_refuses_the_same_directory_twice_in_one_process() throws IOException {
    var link = Files.createSymbolicLink(directory.resolve("link"), data());
    try (var store = TestStore.open(data())) {
      assertThatThrownBy(() -> TestStore.open(link))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is open in this process already");
      store.upload(V1);
    }
    TestStore.open(link).close();
  }

  @Test
  void g7_tells_two_catalogs_apart_whatever_the_clock_says() throws IOException {
    try (var store = TestStore.open(data())) {
      store.upload(V1);
      var catalog = data().resolve("catalog");
      var later = FileTime.from(Instant.now().plusSeconds(3_600));
      Files.setLastModifiedTime(catalog, later);
      store.plugins().activate(ref("p"), change());

      assertThat(Files.getLastModifiedTime(catalog)).isGreaterThan(later);
    }
  }

  @Nested
  class Leases {
    private TestStore store;
    private StoreChild other;

    @BeforeEach
    void open() throws Exception {
      store = TestStore.open(data());
      other = start(StoreServant.class, data().toString());
      assertThat(other.line()).isEqualTo("ready");
    }

    @AfterEach
    void close() {
      other.close();
      store.close();
    }

    @Test
    void see_what_the_other_server_has_changed() throws Exception {
      other.ask("upload p 1.0");
      assertThat(StoreModel.of(store, "").text()).isEqualTo("{p=[1.0]}");

      store.upload(TestPackage.aa("p", "2.0"));
      assertThat(other.ask("show")).isEqualTo("{p=[1.0, 2.0]}");

      assertThat(other.ask("delete p 2.0")).isEqualTo("{p=[1.0]}");
      assertThat(store.plugins().get(ref("p")).manifest().version()).isEqualTo("1.0");
    }

    @Test
    void keep_the_files_of_a_version_that_the_other_server_deletes() throws Exception {
      var plugin = store.upload(V1);
      try (var _ = store.plugins().lease(ref("p"))) {
        assertThat(other.ask("delete p 1.0")).isEqualTo("{}");
        assertThat(plugin.tree().resolve("main.py")).exists();
        assertThat(store.list()).isEmpty();
      }
      assertThat(plugin.directory()).doesNotExist();
    }

    @Test
    void keep_the_files_until_the_last_of_them_ends_wherever() throws Exception {
      var plugin = store.upload(V1);
      other.ask("lease p 1.0");
      other.ask("lease p 1.0");
      var own = store.plugins().lease(ref("p"));

      store.delete(ref("p", "1.0"));
      own.close();
      other.ask("release");
      assertThat(plugin.tree().resolve("main.py")).exists();

      other.ask("release");
      assertThat(plugin.directory()).doesNotExist();
    }

    @Test
    void keep_nothing_once_they_have_ended() throws Exception {
      var plugin = store.upload(V1);
      other.ask("lease p 1.0");
      other.ask("release");

      store.delete(ref("p", "1.0"));

      assertThat(plugin.directory()).doesNotExist();
    }

    @Test
    void of_a_killed_server_keep_nothing() throws Exception {
      var plugin = store.upload(V1);
      other.ask("lease p 1.0");
      store.delete(ref("p", "1.0"));
      assertThat(plugin.directory()).exists();

      other.kill();
      store.upload(TestPackage.aa("q", "1.0"));

      assertThat(plugin.directory()).doesNotExist();
    }

    @Test
    void survive_that_a_deleted_version_is_stored_again() throws Exception {
      var plugin = store.upload(V1);
      other.ask("lease p 1.0");
      store.delete(ref("p", "1.0"));
      store.upload(V1);
      store.delete(ref("p", "1.0"));
      assertThat(plugin.tree().resolve("main.py")).exists();

      other.ask("release");
      assertThat(plugin.directory()).doesNotExist();
    }
  }
}
