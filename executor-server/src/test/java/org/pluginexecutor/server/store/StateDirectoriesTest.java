// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.StateLimits;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.TestPackage;

class StateDirectoriesTest {
  private static final PluginRef P = ref("p");
  private static final StateLimits LIMITS = new StateLimits(8192, 10);

  @TempDir Path directory;

  private TestStore store;
  private StateDirectories states;

  @BeforeEach
  void open() throws IOException {
    store = TestStore.open(directory.resolve("data"));
    states = store.states(Files.createDirectory(directory.resolve("runtime")));
    store.upload(TestPackage.aa("p", "1.0"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private PluginInstance instance(String name) {
    return store.create(name, P, Optional.of(""));
  }

  private List<Path> kept(String kind) throws IOException {
    var root = directory.resolve("data/state").resolve(kind);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(root)) {
      return paths.toList();
    }
  }

  private static StateRoom room(StateLease lease) {
    return StateRoom.of(lease, LIMITS);
  }

  @Test
  void are_private_and_the_same_at_the_next_call() throws IOException {
    var x = instance("x");
    Path persistent;
    Path ephemeral;
    try (var lease = states.take(x)) {
      persistent = lease.persistent();
      ephemeral = lease.ephemeral();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(persistent)))
          .isEqualTo("rwx------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ephemeral)))
          .isEqualTo("rwx------");
      Files.writeString(persistent.resolve("a"), "kept");
    }
    try (var lease = states.take(x)) {
      assertThat(lease.persistent()).isEqualTo(persistent).isDirectoryContaining("glob:**/a");
      assertThat(lease.ephemeral()).isEqualTo(ephemeral);
    }
  }

  @Test
  void are_the_same_for_all_who_take_them_first() throws Exception {
    int callers = 4;
    try (var threads = Executors.newFixedThreadPool(callers)) {
      for (int round = 0; round < 50; round++) {
        var x = instance("x" + round);
        var start = new CyclicBarrier(callers);
        var calls = new ArrayList<Future<Path>>();
        for (int caller = 0; caller < callers; caller++) {
          var name = "of-" + caller;
          calls.add(
              threads.submit(() -> {
                start.await();
                try (var lease = states.take(x);
                    var opened = Files.newDirectoryStream(lease.persistent())) {
                  // As a mount does, this stays with the directory that was there.
                  start.await(10, TimeUnit.SECONDS);
                  var file = Path.of(name);
                  ((SecureDirectoryStream<Path>) opened)
                      .newByteChannel(
                          file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
                      .close();
                  return lease.persistent().resolve(file);
                }
              }));
        }
        for (var call : calls) {
          assertThat(call.get()).exists();
        }
      }
    }
  }

  @Test
  void go_with_their_instance_at_once_when_nobody_uses_them() throws IOException {
    Path ephemeral;
    try (var lease = states.take(instance("x"))) {
      ephemeral = lease.ephemeral();
    }
    states.take(instance("y")).close();

    store.instances().delete("x", change());

    assertThat(kept("instances")).containsExactly(directory.resolve("data/state/instances/y"));
    assertThat(ephemeral).doesNotExist();
    assertThat(directory.resolve("data/staging")).isDirectoryNotContaining("glob:**/trash-*");
  }

  @Test
  void stay_for_the_calls_that_run_and_a_new_instance_of_the_name_has_others() throws IOException {
    var former = states.take(instance("x"));
    Files.writeString(former.persistent().resolve("secret"), "s");
    store.instances().delete("x", change());
    assertThat(former.persistent().resolve("secret")).exists();
    assertThat(former.ephemeral()).exists();

    try (var next = states.take(instance("x"))) {
      assertThat(next.persistent()).isEmptyDirectory();
      former.close();
      assertThat(former.persistent()).doesNotExist();
      assertThat(former.ephemeral()).doesNotExist();
      assertThat(next.persistent()).exists();
      assertThat(next.ephemeral()).exists();
    }
  }

  @Test
  void of_a_plugin_are_shared_by_its_versions_and_go_with_the_last() throws IOException {
    var second = store.upload(TestPackage.aa("p", "2.0"));
    try (var one = states.take(store.plugins().get(ref("p", "1.0")));
        var two = states.take(second)) {
      assertThat(two.persistent()).isEqualTo(one.persistent());
    }

    store.delete(ref("p", "1.0"));
    assertThat(kept("plugins")).hasSize(1);
    store.delete(ref("p", "2.0"));
    assertThat(kept("plugins")).isEmpty();
  }

  @Test
  void come_back_whatever_the_plugin_made_of_them() throws IOException {
    var x = instance("x");
    var victim = Files.createDirectory(directory.resolve("victim"));
    Files.writeString(victim.resolve("a"), "a");
    try (var lease = states.take(x)) {
      Files.delete(lease.persistent());
      Files.createSymbolicLink(lease.persistent(), victim);
      Files.delete(lease.ephemeral());
    }
    try (var lease = states.take(x)) {
      assertThat(lease.persistent()).isEmptyDirectory();
      assertThat(lease.ephemeral()).isEmptyDirectory();
      Files.setPosixFilePermissions(
          lease.persistent(), PosixFilePermissions.fromString("---------"));
    }
    try (var lease = states.take(x)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lease.persistent())))
          .isEqualTo("rwx------");
    }
    assertThat(victim.resolve("a")).exists();
  }

  @Test
  void outlive_the_store_being_closed_and_those_of_the_deleted_do_not() throws IOException {
    try (var lease = states.take(instance("x"))) {
      Files.writeString(lease.persistent().resolve("a"), "kept");
    }
    Files.createDirectories(directory.resolve("data/state/instances/gone/1/files"));
    store.close();

    store = TestStore.open(directory.resolve("data"));
    states = store.states(Files.createDirectory(directory.resolve("other")));

    assertThat(kept("instances")).hasSize(1);
    try (var lease = states.take(store.instances().get("x"))) {
      assertThat(lease.persistent().resolve("a")).hasContent("kept");
      assertThat(lease.ephemeral()).startsWith(directory.resolve("other"));
    }
  }

  @Test
  void are_no_part_of_a_backup_and_stay_with_an_instance_that_comes_back() throws IOException {
    try (var lease = states.take(instance("x"))) {
      Files.writeString(lease.persistent().resolve("a"), "kept");
    }
    var backup = store.backup();
    states.take(instance("y")).close();

    store.restore(backup, true);

    assertThat(kept("instances")).hasSize(1);
    try (var lease = states.take(store.instances().get("x"))) {
      assertThat(lease.persistent().resolve("a")).hasContent("kept");
    }
    try (var other = TestStore.open(directory.resolve("other"))) {
      other.restore(backup, false);
      assertThat(directory.resolve("other/state")).isEmptyDirectory();
    }
  }

  @Test
  void are_replaced_by_passing_ones_where_they_cannot_be_made() throws IOException {
    Files.delete(directory.resolve("data/state"));
    Files.createFile(directory.resolve("data/state"));
    var x = instance("x");

    try (var lease = states.take(x);
        var same = states.take(x)) {
      assertThat(lease.persistent())
          .isEqualTo(same.persistent())
          .isEmptyDirectory()
          .startsWith(directory.resolve("runtime"))
          .isNotEqualTo(lease.ephemeral());
    }
    store.instances().delete("x", change());
    assertThat(directory.resolve("runtime/state/spare/instances")).isEmptyDirectory();
  }

  @Test
  void have_as_much_room_as_is_left_in_the_fuller_one() throws IOException {
    try (var lease = states.take(instance("x"))) {
      assertThat(room(lease)).isEqualTo(new StateRoom(8192, List.of()));
      Files.writeString(lease.persistent().resolve("a"), "12345");
      var deep = Files.createDirectories(lease.ephemeral().resolve("d/e"));
      Files.writeString(deep.resolve("a"), "1234567");
      assertThat(room(lease)).isEqualTo(new StateRoom(8185, List.of()));
    }
  }

  @Test
  void have_no_room_when_there_are_too_many_files_however_small() throws IOException {
    try (var lease = states.take(instance("x"))) {
      for (int i = 0; i < 9; i++) {
        Files.createFile(lease.persistent().resolve("f" + i));
      }
      assertThat(room(lease).bytes()).isEqualTo(8192);

      Files.createFile(lease.persistent().resolve("f9"));
      Files.createFile(lease.persistent().resolve("f10"));

      assertThat(room(lease).bytes()).isZero();
      assertThat(room(lease).remarks())
          .singleElement()
          .asString()
          .startsWith("the persistent state directory has 0 B in 10 files (expected: less than");
    }
  }

  @Test
  void are_measured_without_following_links() throws IOException {
    var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("large"), "x".repeat(9000));
    try (var lease = states.take(instance("x"))) {
      Files.createSymbolicLink(lease.persistent().resolve("link"), elsewhere);
      Files.createSymbolicLink(lease.persistent().resolve("file"), elsewhere.resolve("large"));
      Files.createSymbolicLink(lease.persistent().resolve("loop"), lease.persistent());

      assertThat(room(lease).bytes()).isBetween(7000L, 8192L);
    }
  }
}
