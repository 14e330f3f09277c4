// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.TestPackage;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.KeyFiles;

class StoreBackupsTest {
  private static final PluginRef P = ref("p");
  private static final TestPackage V1 =
      TestPackage.aa("p", "1.0").file("default.cfg", "[default]\n");
  private static final TestPackage V2 = TestPackage.aa("p", "2.0");

  private static final InstanceSettings SLOW =
      new InstanceSettings(Optional.of("py3"), Optional.of(Duration.ofMillis(1500)));

  @TempDir Path directory;

  private TestStore store;
  private TestStore other;

  @BeforeEach
  void open() throws IOException {
    store = TestStore.open(directory.resolve("data"));
    other = TestStore.open(directory.resolve("other"));
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  private void fill(TestStore filled) {
    filled.upload(V1);
    filled.upload(V2);
    filled.plugins().activate(ref("p", "1.0"), change());
    filled.upload(TestPackage.of("credentialstore", "cs", "1.0"));
    filled.create("x", P, Optional.of("hunter2 one"));
    filled
        .instances()
        .update("x", TestStore.update(Optional.empty(), Optional.of("hunter2 two"), 0), change());
    filled.create("y", ref("cs", "1.0"), Optional.empty());
    filled.create("slow", P, SLOW);
  }

  private void assertFilled(TestStore restored) {
    assertThat(restored.list())
        .extracting(plugin -> plugin.manifest().id())
        .containsExactly("aa/p/1.0", "aa/p/2.0", "credentialstore/cs/1.0");
    assertThat(restored.plugins().get(P).manifest().version()).isEqualTo("1.0");
    assertThat(restored.configuration("x")).isEqualTo("hunter2 two");
    assertThat(restored.instances().configuration(restored.instances().get("x", 1)))
        .isEqualTo("hunter2 one");
    assertThat(restored.instances().revisions("x")).hasSize(2);
    assertThat(restored.instances().get("y").pinnedVersion()).contains("1.0");
    assertThat(restored.instances().get("slow").settings()).isEqualTo(SLOW);
    for (var plugin : restored.list()) {
      assertThat(
              restored
                  .plugins()
                  .verify(
                      new PluginRef(
                          Optional.of(plugin.manifest().type()),
                          plugin.manifest().name(),
                          Optional.of(plugin.manifest().version()))))
          .allMatch(IntegrityCheck::passed);
    }
  }

  private static void assertFails(ThrowingCallable action, Class<? extends ExecutorError> error) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.error()).isInstanceOf(error));
  }

  @Test
  void brings_everything_back_into_an_empty_store() throws IOException {
    fill(store);
    var before = store.list();

    var result = other.restore(store.backup(), false);

    assertThat(result.plugins()).isEqualTo(3);
    assertThat(result.instances()).isEqualTo(3);
    assertFilled(other);
    assertThat(other.list())
        .extracting(StoredPlugin::uploadTime)
        .isEqualTo(before.stream().map(StoredPlugin::uploadTime).toList());
    other.close();
    other = TestStore.open(directory.resolve("other"));
    assertFilled(other);
  }

  @Test
  void replaces_what_is_stored_only_when_told_to() {
    fill(store);
    var backup = store.backup();
    var gone = other.upload(TestPackage.aa("gone", "1.0"));
    other.create("gone", ref("gone"), Optional.of("gone"));

    assertFails(() -> other.restore(backup, false), ExecutorError.StoreNotEmpty.class);
    assertThat(other.list()).containsExactly(gone);

    other.restore(backup, true);
    assertFilled(other);
    assertThat(gone.directory()).doesNotExist();
    assertThat(other.listInstances())
        .extracting(PluginInstance::name)
        .containsExactly("slow", "x", "y");
  }

  @Test
  void leaves_a_running_call_its_files_while_a_restore_replaces_them() {
    var running = other.upload(TestPackage.aa("gone", "1.0"));
    var lease = other.plugins().lease(ref("gone"));
    fill(store);

    other.restore(store.backup(), true);

    assertThat(running.tree().resolve("main.py")).exists();
    lease.close();
    assertThat(running.directory()).doesNotExist();
  }

  @Test
  void goes_back_to_the_backup_of_the_same_store() {
    fill(store);
    var backup = store.backup();
    store.instances().delete("x", change());
    store.delete(ref("p", "2.0"));
    store.upload(TestPackage.aa("new", "1.0"));

    store.restore(backup, true);

    assertFilled(store);
    assertThat(store.audit().getFirst().generation()).isEqualTo(store.store().state().generation());
  }

  @Test
  void changes_nothing_when_the_file_is_damaged() {
    fill(store);
    var backup = store.backup();
    var mine = other.upload(TestPackage.aa("mine", "1.0"));
    var random = new Random(1);

    for (int i = 0; i < 50; i++) {
      var damaged = backup.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertFails(() -> other.restore(damaged, true), ExecutorError.InvalidBackup.class);
      int length = random.nextInt(backup.length);
      assertFails(
          () -> other.restore(Arrays.copyOf(backup, length), true),
          ExecutorError.InvalidBackup.class);
    }

    assertThat(other.list()).containsExactly(mine);
    assertThat(other.audit().getFirst().reason()).isEmpty();
  }

  @Test
  void is_encrypted_when_the_store_is_and_needs_the_same_key() throws IOException {
    var key = directory.resolve("key");
    var wrong = directory.resolve("wrong");
    KeyFiles.create(key);
    KeyFiles.create(wrong);
    try (var sealed = TestStore.open(directory.resolve("sealed"), KeyEncryption.byFile(key));
        var same = TestStore.open(directory.resolve("same"), KeyEncryption.byFile(key));
        var another = TestStore.open(directory.resolve("another"), KeyEncryption.byFile(wrong))) {
      fill(sealed);
      var backup = sealed.backup();

      assertThat(new String(backup, StandardCharsets.ISO_8859_1))
          .doesNotContain("hunter2")
          .doesNotContain("MANIFEST");
      same.restore(backup, false);
      assertFilled(same);
      assertFails(() -> another.restore(backup, false), ExecutorError.BackupNotReadable.class);
      assertFails(() -> other.restore(backup, false), ExecutorError.BackupNotReadable.class);
      assertThat(other.list()).isEmpty();
    }
  }

  @Test
  void seals_what_comes_from_a_backup_that_is_not_encrypted() throws IOException {
    var key = directory.resolve("key");
    KeyFiles.create(key);
    fill(store);
    try (var sealed = TestStore.open(directory.resolve("sealed"), KeyEncryption.byFile(key))) {
      sealed.restore(store.backup(), false);

      assertFilled(sealed);
      try (var files = Files.list(directory.resolve("sealed/configurations"))) {
        for (var file : files.toList()) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .doesNotContain("hunter2");
        }
      }
    }
  }

  @Test
  void restores_nothing_when_one_package_is_not_trusted() throws IOException {
    fill(store);
    var list = Files.writeString(directory.resolve("trusted"), Digests.of(V1.zip()) + "\n");
    try (var strict =
        TestStore.open(
            directory.resolve("strict"), new TrustConfig(true, Optional.of(list), List.of()))) {
      assertFails(
          () -> strict.restore(store.backup(), false), ExecutorError.PluginNotTrusted.class);
      assertThat(strict.list()).isEmpty();
    }
  }

  @Test
  void refuses_to_save_a_damaged_zip_or_configuration() throws IOException {
    fill(store);
    var file =
        directory
            .resolve("data/configurations")
            .resolve(store.instances().get("x").configuration().id());
    var text = Files.readAllBytes(file);
    Files.write(file, new byte[] {1});
    assertFails(store::backup, ExecutorError.InstanceDamaged.class);
    Files.write(file, text);

    Files.write(store.plugins().get(P).zip(), new byte[] {1});
    assertFails(store::backup, ExecutorError.PluginDigestMismatch.class);
  }

  @Test
  void leaves_out_a_former_revision_that_is_damaged() throws IOException {
    fill(store);
    var former = store.instances().get("x", 1).configuration().id();
    Files.write(directory.resolve("data/configurations").resolve(former), new byte[] {1});

    other.restore(store.backup(), false);

    assertThat(other.instances().revisions("x")).hasSize(1);
    assertThat(other.configuration("x")).isEqualTo("hunter2 two");
  }
}
