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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.TestPackage;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.KeyFiles;

class InstanceCatalogTest {
  private static final PluginRef P = ref("p");
  private static final TestPackage V1 =
      TestPackage.aa("p", "1.0").file("default.cfg", "[a]\nb=c\n");
  private static final TestPackage V2 = TestPackage.aa("p", "2.0");

  @TempDir Path directory;

  private TestStore store;

  @BeforeEach
  void open() throws IOException {
    store = TestStore.open(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() throws IOException {
    store.close();
    open();
  }

  private static void assertFails(ThrowingCallable action, ExecutorError error) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private PluginInstance update(String name, String configuration) {
    return store
        .instances()
        .update(name, TestStore.update(Optional.empty(), Optional.of(configuration), 0), change());
  }

  private List<Path> configurationFiles() {
    try (var files = Files.list(directory.resolve("data/configurations"))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void gives_an_instance_the_default_configuration_when_it_has_none() {
    store.upload(V1);

    store.create("x", P, Optional.empty());
    store.create("y", P, Optional.of(""));

    assertThat(store.configuration("x")).isEqualTo("[a]\nb=c\n");
    assertThat(store.configuration("y")).isEmpty();
    assertThat(store.instances().get("x").configuration().sizeBytes()).isEqualTo(8);
  }

  @Test
  void follows_the_active_version_unless_an_instance_is_pinned() {
    store.upload(V1);
    var free = store.create("x", P, Optional.empty());
    var pinned = store.create("y", ref("p", "1.0"), Optional.empty());

    store.upload(V2);

    assertThat(store.plugins().get(free.plugin()).manifest().version()).isEqualTo("2.0");
    assertThat(store.plugins().get(pinned.plugin()).manifest().version()).isEqualTo("1.0");
  }

  @Test
  void leaves_no_instance_without_a_plugin() {
    store.upload(V1);
    store.upload(V2);
    store.create("free", P, Optional.empty());
    store.create("pinned", ref("p", "1.0"), Optional.empty());

    assertFails(
        () -> store.delete(ref("p", "1.0")),
        new ExecutorError.PluginInUse("aa/p/1.0", List.of("pinned")));
    store.delete(ref("p", "2.0"));
    assertFails(
        () -> store.delete(ref("p", "1.0")),
        new ExecutorError.PluginInUse("aa/p/1.0", List.of("free", "pinned")));
    store.instances().delete("free", change());
    store.instances().delete("pinned", change());
    store.delete(ref("p", "1.0"));

    assertThat(store.list()).isEmpty();
  }

  @Test
  void lets_a_former_revision_keep_nobody_from_deleting_its_plugin() {
    store.upload(V1);
    store.create("x", ref("p", "1.0"), Optional.empty());
    store.upload(V2);
    store
        .instances()
        .update("x", TestStore.update(Optional.of(ref("p", "2.0")), Optional.empty(), 0), change());

    store.delete(ref("p", "1.0"));

    assertFails(
        () -> store.instances().rollBack("x", 1, 0, change()),
        new ExecutorError.PluginNotFound("aa/p/1.0", "one of aa/p/2.0"));
  }

  @Test
  void knows_an_instance_by_one_name_only() {
    store.upload(V1);
    store.create("x", P, Optional.empty());

    assertFails(
        () -> store.create("x", P, Optional.empty()), new ExecutorError.InstanceAlreadyExists("x"));
    assertFails(
        () -> store.create("y", ref("q"), Optional.empty()),
        new ExecutorError.PluginNotFound("q", "an uploaded plugin"));
  }

  @Test
  void forgets_a_deleted_instance_and_its_texts() throws IOException {
    store.upload(V1);
    store.create("x", P, Optional.empty());
    update("x", "more");

    store.instances().delete("x", change());

    assertFails(() -> store.instances().get("x"), new ExecutorError.InstanceNotFound("x"));
    assertFails(
        () -> store.instances().delete("x", change()), new ExecutorError.InstanceNotFound("x"));
    assertThat(configurationFiles()).isEmpty();
    reopen();
    assertThat(store.listInstances()).isEmpty();
  }

  @Test
  void makes_a_revision_of_every_change_and_keeps_the_former_ones() throws IOException {
    store.upload(V1);
    var first = store.create("x", P, Optional.of("one ü\n"));
    var second = update("x", "two");

    reopen();

    assertThat(second.revision()).isEqualTo(2);
    assertThat(second.createTime()).isEqualTo(first.createTime());
    assertThat(second.updateTime()).isAfter(first.updateTime());
    assertThat(store.instances().revisions("x")).containsExactly(second, first);
    assertThat(store.instances().get("x")).isEqualTo(second);
    assertThat(store.configuration("x")).isEqualTo("two");
    assertThat(store.instances().configuration(store.instances().get("x", 1))).isEqualTo("one ü\n");
    assertFails(() -> store.instances().get("x", 3), new ExecutorError.InstanceNotFound("x@3"));
  }

  @Test
  void goes_back_to_a_former_revision_by_making_a_new_one() {
    store.upload(V1);
    store.create("x", ref("p", "1.0"), Optional.of("one"));
    store.upload(V2);
    store
        .instances()
        .update("x", TestStore.update(Optional.of(P), Optional.of("two"), 0), change());

    var back = store.instances().rollBack("x", 1, 2, change());

    assertThat(back.revision()).isEqualTo(3);
    assertThat(back.pinnedVersion()).contains("1.0");
    assertThat(store.configuration("x")).isEqualTo("one");
    assertThat(store.instances().revisions("x")).hasSize(3);
  }

  @Test
  void lets_the_first_of_two_who_change_the_same_revision_win() {
    store.upload(V1);
    store.create("x", P, Optional.of("one"));
    var update = TestStore.update(Optional.empty(), Optional.of("two"), 1);

    store.instances().update("x", update, change());

    assertFails(
        () -> store.instances().update("x", update, change()),
        new ExecutorError.InstanceChanged("x", 1, 2));
    assertFails(
        () -> store.instances().rollBack("x", 1, 1, change()),
        new ExecutorError.InstanceChanged("x", 1, 2));
    assertThat(configurationFiles()).hasSize(2);
  }

  @Test
  void stays_with_the_type_that_the_gateway_expects() {
    store.upload(V1);
    store.upload(TestPackage.of("credentialstore", "cs", "1.0"));
    store.create("x", P, Optional.of("one"));

    assertThatThrownBy(() ->
            store
                .instances()
                .update(
                    "x", TestStore.update(Optional.of(ref("cs")), Optional.empty(), 0), change()))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e ->
                assertThat(((ExecutorError.InvalidRequest) e.error()).violations().getFirst())
                    .hasToString(
                        "FieldViolation[field=plugin, message=credentialstore/cs/1.0 (expected: a"
                            + " plugin of the type aa, as the instance has one)]"));
  }

  @Test
  void keeps_the_latest_hundred_revisions() {
    store.upload(V1);
    store.create("x", P, Optional.of("1"));
    for (int i = 2; i <= 105; i++) {
      update("x", Integer.toString(i));
    }

    var revisions = store.instances().revisions("x");
    assertThat(revisions).hasSize(100);
    assertThat(revisions.getFirst().revision()).isEqualTo(105);
    assertThat(revisions.getLast().revision()).isEqualTo(6);
    assertThat(configurationFiles()).hasSize(100);
  }

  @Nested
  class Secrecy {
    private KeyEncryption key() throws IOException {
      var keyFile = directory.resolve("key");
      if (!Files.exists(keyFile)) {
        KeyFiles.create(keyFile);
      }
      return KeyEncryption.byFile(keyFile);
    }

    private void reopenWithKey() throws IOException {
      store.close();
      store = TestStore.open(directory.resolve("data"), key());
    }

    private List<byte[]> contents() {
      return configurationFiles().stream()
          .map(file -> {
            try {
              return Files.readAllBytes(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .toList();
    }

    @Test
    void lets_only_the_server_s_user_read_the_texts() throws IOException {
      store.upload(V1);
      store.create("x", P, Optional.of("hunter2"));

      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("data"))))
          .isEqualTo("rwx------");
      assertThat(configurationFiles())
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
      assertThat(store.instances().get("x").toString()).doesNotContain("hunter2");
    }

    @Test
    void has_no_text_on_the_disk_when_there_is_a_key() throws IOException {
      reopenWithKey();
      store.upload(V1);
      store.create("x", P, Optional.of("hunter2 hunter2"));
      update("x", "hunter2 again");

      try (var files = Files.walk(directory.resolve("data"))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .doesNotContain("hunter2");
        }
      }
      reopenWithKey();
      assertThat(store.configuration("x")).isEqualTo("hunter2 again");
    }

    @Test
    void seals_what_is_there_when_the_store_gets_a_key() throws IOException {
      store.upload(V1);
      store.create("x", P, Optional.of("hunter2 one"));
      update("x", "hunter2 two");

      reopenWithKey();

      assertThat(contents())
          .hasSize(2)
          .allSatisfy(bytes ->
              assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2"));
      assertThat(store.configuration("x")).isEqualTo("hunter2 two");
      assertThat(store.instances().configuration(store.instances().get("x", 1)))
          .isEqualTo("hunter2 one");
      assertThat(store.audit().getFirst().action()).isEqualTo("EncryptConfigurations");
    }

    @Test
    void does_not_open_an_encrypted_store_without_its_key() throws IOException {
      reopenWithKey();
      store.close();
      var other = directory.resolve("other");
      KeyFiles.create(other);

      assertThatThrownBy(() -> TestStore.open(directory.resolve("data")))
          .hasMessage(
              "the store is encrypted (expected: its key, by serve --store-key-file or"
                  + " --store-key-command)");
      assertThatThrownBy(
              () -> TestStore.open(directory.resolve("data"), KeyEncryption.byFile(other)))
          .isInstanceOf(org.pluginexecutor.server.secret.WrongKeyException.class);
      reopenWithKey();
    }

    @Test
    void a27_says_which_text_is_damaged_and_serves_the_others() throws IOException {
      reopenWithKey();
      store.upload(V1);
      var damaged = store.create("x", P, Optional.of("one"));
      store.create("y", P, Optional.of("two"));
      var file = directory.resolve("data/configurations").resolve(damaged.configuration().id());
      var bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);

      assertFails(
          () -> store.configuration("x"),
          new ExecutorError.InstanceDamaged(
              "x@1", "its configuration is not the one that was stored"));
      assertThat(store.configuration("y")).isEqualTo("two");
      update("x", "mended");
      assertThat(store.configuration("x")).isEqualTo("mended");
    }

    @Test
    void gives_no_instance_the_text_of_another() throws IOException {
      reopenWithKey();
      store.upload(V1);
      var mine = store.create("x", P, Optional.of("mine")).configuration();
      store.create("y", P, Optional.of("other"));
      var catalog = directory.resolve("data/catalog");
      var y = store.instances().get("y");
      var swapped = y.withConfiguration(mine);
      Files.write(
          catalog,
          CatalogFile.toBytes(store.store().state().withoutInstance("y").with(swapped, 1)));

      assertFails(
          () -> store.configuration("y"),
          new ExecutorError.InstanceDamaged("y@1", "its configuration cannot be decrypted"));
    }
  }
}
