// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.plugin.TestPackage;

/** Data directories in which something is not as a server left it. */
class DamagedStoreTest {
  private static final String FIRST_LINE = "the store's catalog is damaged in its first line";

  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private Path catalog() {
    return data().resolve("catalog");
  }

  /** Two versions of p, one of q, an instance with two revisions and one with an odd text. */
  private StoreModel fill() throws IOException {
    try (var store = TestStore.open(data())) {
      store.upload(TestPackage.aa("p", "1.0").file("default.cfg", "ü = 1\n"));
      store.upload(TestPackage.aa("p", "2.0"));
      store.upload(TestPackage.aa("q", "1.0"));
      store.create("x", ref("q"), Optional.of("one"));
      var update = TestStore.update(Optional.empty(), Optional.of("two"), 0);
      store.instances().update("x", update, change());
      store.create("y", ref("p", "1.0"), Optional.of("ü"));
      return StoreModel.of(store, "");
    }
  }

  private List<String> files() {
    try (var paths = Files.walk(data())) {
      return paths
          .filter(path -> !path.startsWith(data().resolve("staging")))
          .map(path -> data().relativize(path).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertRefused(String message) {
    var before = files();
    assertThatThrownBy(() -> TestStore.open(data()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
    assertThat(files()).containsAll(before);
  }

  @Test
  void one_flipped_bit_of_the_catalog_takes_no_other_line_with_it() throws IOException {
    fill();
    var good = Files.readAllBytes(catalog());
    var lines = lines(good);
    int head = lines.getFirst().length();
    for (int at = 0; at < good.length; at++) {
      int i = at * Byte.SIZE + at % Byte.SIZE;
      var bytes = flipped(good, i);
      Files.write(catalog(), bytes);
      if (i / Byte.SIZE <= head) {
        assertThatThrownBy(() -> CatalogFile.read(catalog(), data().resolve("packages")))
            .as("bit %d", i)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(FIRST_LINE);
      } else {
        assertOthersIntact(good, i);
      }
    }
  }

  private static void assertLatestOrDamaged(TestStore store, PluginInstance instance) {
    try {
      assertThat(store.instances().get(instance.name()).revision())
          .isEqualTo(instance.name().equals("x") ? 2 : 1);
    } catch (ExecutorException e) {
      assertThat(e.error()).isInstanceOf(ExecutorError.InstanceDamaged.class);
    }
  }

  private static byte[] flipped(byte[] good, int bit) {
    var bytes = good.clone();
    bytes[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
    return bytes;
  }

  private static List<String> lines(byte[] bytes) {
    return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1));
  }

  /** Writes what was read and finds in it all lines but the damaged, and the damaged as it was. */
  private void assertOthersIntact(byte[] good, int bit) throws IOException {
    var state = CatalogFile.read(catalog(), data().resolve("packages"));
    assertThat(state.damagedLines()).as("bit %d", bit).isNotEmpty();
    var written = lines(CatalogFile.toBytes(state));
    assertThat(written).containsAll(state.damagedLines());
    // The end of a line belongs to two.
    int hit = good[bit / Byte.SIZE] == '\n' && bit / Byte.SIZE < good.length - 1 ? 2 : 1;
    var expected = lines(good).subList(1, lines(good).size());
    assertThat(expected.stream().filter(line -> !line.isEmpty() && !written.contains(line)))
        .as("bit %d", bit)
        .hasSizeLessThanOrEqualTo(hit);
    assertThat(state.plugins().size() + state.instances().size()).isGreaterThanOrEqualTo(5 - hit);
  }

  @Test
  void a_store_with_a_damaged_line_serves_the_others_and_deletes_nothing() throws IOException {
    fill();
    var good = Files.readAllBytes(catalog());
    int head = lines(good).getFirst().length();
    var files = files();
    for (int at = head + 1; at < good.length; at += 97) {
      Files.write(catalog(), flipped(good, at * Byte.SIZE + at % Byte.SIZE));
      try (var store = TestStore.open(data())) {
        int served = 0;
        for (var plugin : store.list()) {
          store.plugins().lease(ref(plugin.manifest().name(), plugin.manifest().version())).close();
          served++;
        }
        for (var instance : store.listInstances()) {
          assertLatestOrDamaged(store, instance);
          assertThat(store.instances().configuration(instance)).isIn("one", "two", "ü");
          served++;
        }
        assertThat(served).isGreaterThanOrEqualTo(3);
        store.upload(TestPackage.aa("r", "1.0"));
        store.delete(ref("r", "1.0"));
      }
      assertThat(files()).containsAll(files);
    }
  }

  @Test
  void an_earlier_version_or_revision_is_not_taken_for_the_one_whose_line_is_damaged()
      throws IOException {
    fill();
    flip("\"version\":\"2.0\"");
    flip("\"revision\":2");
    for (int i = 0; i < 2; i++) {
      try (var store = TestStore.open(data())) {
        assertDamaged(() -> store.plugins().lease(ref("p")));
        assertDamaged(() -> store.plugins().activate(ref("p"), change()));
        assertDamaged(() -> store.instances().get("x"));
        assertDamaged(store::backup);
        var half = TestStore.update(Optional.empty(), Optional.of("three"), 0);
        assertDamaged(() -> store.instances().update("x", half, change()));
        assertThat(store.plugins().isActive(store.plugins().get(ref("p", "1.0")))).isFalse();
        assertThat(store.instances().configuration(store.instances().get("x", 1))).isEqualTo("one");
        store.upload(TestPackage.aa("r", "1.0"));
      }
    }

    try (var store = TestStore.open(data())) {
      store.plugins().activate(ref("p", "1.0"), change());
      assertThat(store.instances().rollBack("x", 1, 0, change()).revision()).isEqualTo(3);
    }
    try (var store = TestStore.open(data())) {
      store.plugins().lease(ref("p")).close();
      assertThat(store.configuration("x")).isEqualTo("one");
      store.restore(store.backup(), true);
      StoreSoundness.assertSound(store, data());
    }
  }

  /** Flips a bit in the line of the catalog that has a text. */
  private void flip(String text) throws IOException {
    var bytes = Files.readAllBytes(catalog());
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text) + text.length() - 2] ^= 1;
    Files.write(catalog(), bytes);
  }

  private static void assertDamaged(ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("of the catalog about its");
  }

  @Test
  void a_damaged_line_stays_as_it_is_when_the_catalog_is_changed() throws IOException {
    fill();
    var bytes = Files.readAllBytes(catalog());
    bytes[bytes.length - 20] ^= (byte) 0x80;
    Files.write(catalog(), bytes);
    var damaged = lines(bytes).get(lines(bytes).size() - 2);
    try (var store = TestStore.open(data())) {
      store.plugins().activate(ref("p", "1.0"), change());
    }

    assertThat(lines(Files.readAllBytes(catalog()))).contains(damaged);
  }

  @Test
  void a_catalog_that_was_cut_off_deletes_nothing() throws IOException {
    fill();
    var files = files();
    var bytes = Files.readAllBytes(catalog());
    int cut = 1 + new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n');
    Files.write(catalog(), Arrays.copyOf(bytes, cut));

    try (var store = TestStore.open(data())) {
      assertThat(store.list()).isEmpty();
      store.upload(TestPackage.aa("r", "1.0"));
    }
    TestStore.open(data()).close();

    assertThat(files()).containsAll(files);
  }

  @Test
  void a_missing_catalog_is_not_taken_for_an_empty_store() throws IOException {
    fill();
    Files.delete(catalog());
    assertRefused("was in use but has no catalog");

    TreeRemover.remove(data().resolve("packages"));
    assertRefused("was in use but has no catalog");
  }

  @Test
  void g8_a_newer_format_is_refused() throws IOException {
    fill();
    var json = "{\"catalog\":2,\"generation\":7,\"entries\":0}";
    var checksum = Digests.hexOf(json.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    Files.writeString(catalog(), checksum + " " + json + "\n");

    assertRefused("the store has the format 2 (expected: 1");
  }

  @Test
  void g8_the_layout_of_before_is_refused() throws IOException {
    for (var file :
        List.of("packages/0a1b/record.properties", "instances/x/1", "staging/upload-1/zip")) {
      Files.createDirectories(data().resolve(file).getParent());
      Files.writeString(data().resolve(file), "something");
    }

    assertRefused("was in use but has no catalog");
    assertThat(data().resolve("staging/upload-1/zip")).exists();
  }

  @Test
  void g15_an_audit_log_that_must_and_cannot_be_written_keeps_the_store_from_changing()
      throws IOException {
    var model = fill();
    Files.delete(data().resolve("audit.log"));
    Files.createDirectory(data().resolve("audit.log"));

    try (var store = TestStore.openThatMustAudit(data())) {
      assertThatThrownBy(() -> store.delete(ref("p", "2.0")))
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> assertThat(e.error()).isInstanceOf(ExecutorError.StoreFailed.class));
      assertThat(StoreModel.of(store, "")).isEqualTo(model);
      store.plugins().lease(ref("p")).close();
    }
  }

  @Test
  void an_audit_line_without_its_end_is_neither_lost_nor_written_twice() throws IOException {
    fill();
    var audit = data().resolve("audit.log");
    var bytes = Files.readAllBytes(audit);
    for (int cut : new int[] {1, 2, 50}) {
      Files.write(audit, Arrays.copyOf(bytes, bytes.length - cut));
      try (var store = TestStore.open(data())) {
        StoreSoundness.assertSound(store, data());
      }
    }
  }

  @Test
  void a_catalog_that_is_older_than_the_audit_log_makes_no_number_twice() throws IOException {
    fill();
    var old = Files.readAllBytes(catalog());
    try (var store = TestStore.open(data())) {
      store.plugins().activate(ref("p", "1.0"), change());
      store.plugins().activate(ref("p", "2.0"), change());
    }
    Files.write(catalog(), old);
    try (var store = TestStore.open(data())) {
      store.plugins().activate(ref("p", "1.0"), change());
      StoreSoundness.assertSound(store, data());
    }
  }

  @Test
  void g13_a_thousand_plugins_open_at_once_and_one_broken_stays_alone() throws IOException {
    int count = 1_000;
    try (var store = TestStore.open(data())) {
      store.upload(TestPackage.aa("p_0", "1.0"));
      copy(store, count);
    }
    var broken = data().resolve("packages").resolve(hex(count / 2)).resolve("tree");
    TreeRemover.remove(broken);

    try (var store = TestStore.open(data())) {
      assertThat(store.list()).hasSize(count);
      store.plugins().lease(ref("p_0")).close();
      store.plugins().activate(ref("p_0"), change());
      assertThatThrownBy(() -> store.plugins().lease(ref("p_" + count / 2)))
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> assertThat(e.error()).isInstanceOf(ExecutorError.PluginDigestMismatch.class));
    }
    assertThat(StoreSoundness.names(data().resolve("packages"))).hasSize(count);
  }

  private static String hex(int number) {
    return Digests.hexOf(("p" + number).getBytes(StandardCharsets.UTF_8));
  }

  /** Puts many more plugins into the catalog, which would take long to upload. */
  private void copy(TestStore store, int count) throws IOException {
    var first = store.list().getFirst();
    var state = store.store().state();
    for (int i = 1; i < count; i++) {
      var place = Files.createDirectory(data().resolve("packages").resolve(hex(i)));
      var tree = Files.createDirectory(place.resolve("tree"));
      for (var name : List.of("MANIFEST", "main.py")) {
        Files.copy(first.tree().resolve(name), tree.resolve(name));
      }
      PackageLocks.prepare(place);
      var manifest = first.manifest();
      state =
          state.with(
              new StoredPlugin(
                  new org.pluginexecutor.server.plugin.Manifest(
                      manifest.type(),
                      "p_" + i,
                      manifest.version(),
                      manifest.description(),
                      manifest.api(),
                      manifest.entryPoint()),
                  Digests.PREFIX + hex(i),
                  first.sizeBytes(),
                  first.uploadTime(),
                  first.python2(),
                  first.defaultConfiguration(),
                  first.treeDigest(),
                  i,
                  List.of(),
                  place));
    }
    Files.write(catalog(), CatalogFile.toBytes(state));
  }
}
