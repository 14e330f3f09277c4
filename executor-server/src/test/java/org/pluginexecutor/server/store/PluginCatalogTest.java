// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.plugin.PackageCheck;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.plugin.TestPackage;
import org.pluginexecutor.server.trust.PackageSignature;
import org.pluginexecutor.server.trust.PemKeys;

class PluginCatalogTest {
  private static final PluginRef P = ref("p");
  private static final TestPackage V1 = TestPackage.aa("p", "1.0");
  private static final TestPackage V2 = TestPackage.aa("p", "2.0");

  @TempDir Path directory;

  private TestStore store;

  @BeforeEach
  void open() throws IOException {
    store = TestStore.open(directory);
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

  private static void assertInvalid(ThrowingCallable action, String field) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e ->
                assertThat(((ExecutorError.InvalidPluginPackage) e.error()).violations())
                    .extracting("field")
                    .containsExactly(field));
  }

  private void assertActive(String version) {
    assertThat(store.plugins().get(P).manifest().version()).isEqualTo(version);
    for (var plugin : store.list()) {
      assertThat(store.plugins().isActive(plugin))
          .isEqualTo(plugin.manifest().version().equals(version));
    }
  }

  @Test
  void keeps_the_zip_and_its_digest() throws IOException {
    var plugin = store.upload(V1);

    assertThat(plugin.zip()).hasBinaryContent(V1.zip());
    assertThat(plugin.sizeBytes()).isEqualTo(V1.zip().length);
    assertThat(plugin.digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(plugin.zip()).hasDigest("SHA-256", plugin.digest().substring(7));
    assertThat(plugin.tree().resolve("main.py")).exists();
  }

  @Test
  void makes_the_version_active_that_was_uploaded_last() {
    store.upload(V2);
    store.upload(V1);

    assertActive("1.0");
  }

  @Test
  void makes_a_version_active_again_when_the_same_bytes_come_again() {
    var first = store.upload(V1);
    store.upload(V2);

    var again = store.upload(V1.zip(), UploadOptions.NONE);

    assertThat(again.alreadyStored()).isTrue();
    assertThat(again.plugin().uploadTime()).isEqualTo(first.uploadTime());
    assertActive("1.0");
    assertThat(store.list()).hasSize(2);
  }

  @Test
  void makes_the_latest_of_those_that_remain_active() {
    store.upload(V1);
    store.upload(TestPackage.aa("p", "3.0"));
    store.upload(V2);

    store.delete(ref("p", "2.0"));

    assertActive("3.0");
  }

  @Test
  void refuses_other_bytes_for_a_stored_version() {
    var stored = store.upload(V1);

    assertFails(
        () -> store.upload(TestPackage.aa("p", "1.0").file("x", "y")),
        new ExecutorError.PluginAlreadyExists("aa/p/1.0", stored.digest()));
    assertThat(store.list()).containsExactly(stored);
    assertNothingIsStaged();
  }

  @Test
  void checks_the_digest_that_the_caller_expects() {
    assertInvalid(
        () ->
            store.upload(
                V1.zip(), new UploadOptions(Optional.of("sha256:0"), Optional.empty(), false)),
        "archive.digest");
    assertThat(store.list()).isEmpty();
    assertNothingIsStaged();
  }

  @Test
  void takes_an_upload_in_pieces() throws IOException {
    var zip = V1.zip();
    try (var upload = store.plugins().beginUpload()) {
      for (int i = 0; i < zip.length; i += 10) {
        upload.append(ByteBuffer.wrap(zip, i, Math.min(10, zip.length - i)));
      }
      assertThat(store.plugins().finishUpload(upload, UploadOptions.NONE, change()).alreadyStored())
          .isFalse();
    }

    assertThat(store.plugins().get(P).zip()).hasBinaryContent(zip);
  }

  @Test
  void refuses_an_upload_without_bytes_and_one_that_is_too_large() {
    assertInvalid(() -> store.upload(new byte[0], UploadOptions.NONE), "archive");
    assertInvalid(
        () -> store.upload(new byte[PackageCheck.MAX_ZIP_BYTES + 1], UploadOptions.NONE),
        "archive.size_bytes");
    assertNothingIsStaged();
  }

  @Test
  void removes_an_upload_that_is_given_up() throws IOException {
    try (var upload = store.plugins().beginUpload()) {
      upload.append(ByteBuffer.wrap(new byte[10]));
    }

    assertNothingIsStaged();
  }

  /** Nothing but the place for it and its lock. */
  private void assertNothingIsStaged() {
    try (var paths = Files.walk(directory.resolve("staging"))) {
      assertThat(paths.skip(1).map(path -> path.getFileName().toString()))
          .allMatch(name -> name.startsWith("server-") || name.equals("lock"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void names_the_versions_there_are_when_another_is_wanted() {
    store.upload(V1);
    store.upload(V2);

    assertFails(
        () -> store.plugins().get(ref("p", "3.0")),
        new ExecutorError.PluginNotFound("p/3.0", "one of aa/p/1.0, aa/p/2.0"));
    assertFails(
        () -> store.plugins().get(ref("q")),
        new ExecutorError.PluginNotFound("q", "an uploaded plugin"));
  }

  @Test
  void wants_the_type_when_two_types_share_the_name() {
    store.upload(V1);
    store.upload(TestPackage.of("credentialstore", "p", "1.0"));

    assertFails(
        () -> store.plugins().get(P),
        new ExecutorError.PluginNotFound(
            "p", "a plugin type besides, since there are aa/p, credentialstore/p"));
    assertThat(
            store
                .plugins()
                .get(new PluginRef(Optional.of(PluginType.CREDENTIALSTORE), "p", Optional.empty()))
                .manifest()
                .id())
        .isEqualTo("credentialstore/p/1.0");
  }

  @Test
  void lists_by_type_name_and_time_of_upload() {
    store.upload(V2);
    store.upload(TestPackage.of("credentialstore", "a", "1.0"));
    store.upload(TestPackage.aa("o", "1.0"));
    store.upload(V1);

    assertThat(store.list())
        .extracting(plugin -> plugin.manifest().id())
        .containsExactly("aa/o/1.0", "aa/p/2.0", "aa/p/1.0", "credentialstore/a/1.0");
    assertThat(store.plugins().list(Optional.of(PluginType.CREDENTIALSTORE), 10, "").items())
        .hasSize(1);
  }

  @Test
  void keeps_the_files_of_a_deleted_version_until_the_last_lease_ends() {
    var plugin = store.upload(V1);
    var first = store.plugins().lease(P);
    var second = store.plugins().lease(P);

    store.delete(ref("p", "1.0"));
    assertThat(store.list()).isEmpty();

    first.close();
    first.close();
    assertThat(plugin.tree().resolve("main.py")).exists();
    second.close();
    assertThat(plugin.directory()).doesNotExist();
    assertNothingIsStaged();
  }

  @Test
  void removes_the_files_of_a_deleted_version_at_once_when_nobody_uses_it() {
    var plugin = store.upload(V1);
    store.plugins().lease(P).close();

    store.delete(ref("p", "1.0"));

    assertThat(plugin.directory()).doesNotExist();
  }

  @Test
  void stores_a_deleted_version_again_while_a_call_still_uses_it() throws IOException {
    var plugin = store.upload(V1);
    var lease = store.plugins().lease(P);
    store.delete(ref("p", "1.0"));

    assertThat(store.upload(V1).directory()).isEqualTo(plugin.directory());
    lease.close();

    assertThat(plugin.tree().resolve("main.py")).exists();
    reopen();
    assertActive("1.0");
  }

  @Test
  void has_one_plugin_of_a_version_even_when_a_deleted_one_is_still_in_use() {
    store.upload(V1);
    var lease = store.plugins().lease(P);
    store.delete(ref("p", "1.0"));
    var other = store.upload(TestPackage.aa("p", "1.0").file("x", "y"));

    assertFails(
        () -> store.upload(V1), new ExecutorError.PluginAlreadyExists("aa/p/1.0", other.digest()));
    lease.close();
  }

  @Test
  void has_everything_after_a_restart() throws IOException {
    var first = TestPackage.aa("p", "1.0").file("default.cfg", "[a]\n");
    store.upload(first);
    store.upload(V2);
    store.upload(first);
    var plugins = store.list();

    reopen();

    assertThat(store.list()).isEqualTo(plugins);
    assertActive("1.0");
  }

  @Test
  void counts_activations_on_after_a_restart() throws IOException {
    store.upload(V1);
    store.upload(V2);
    reopen();

    store.upload(V1);

    assertActive("1.0");
  }

  @Test
  void keeps_the_active_version_when_told_to() {
    var quietly = new UploadOptions(Optional.empty(), Optional.empty(), true);

    store.upload(V1.zip(), quietly);
    assertActive("1.0");
    store.upload(V2.zip(), quietly);
    assertActive("1.0");

    store.plugins().activate(ref("p", "2.0"), change());
    assertActive("2.0");
    store.upload(V1.zip(), quietly);
    assertActive("2.0");
  }

  @Test
  void lists_page_by_page_whatever_happens_in_between() {
    for (var name : List.of("a", "b", "c", "d", "e")) {
      store.upload(TestPackage.aa(name, "1.0"));
    }

    var first = store.plugins().list(Optional.empty(), 2, "");
    store.delete(ref("b", "1.0"));
    var second = store.plugins().list(Optional.empty(), 2, first.nextToken());
    var third = store.plugins().list(Optional.empty(), 2, second.nextToken());

    assertThat(first.items()).extracting(p -> p.manifest().name()).containsExactly("a", "b");
    assertThat(second.items()).extracting(p -> p.manifest().name()).containsExactly("c", "d");
    assertThat(third.items()).extracting(p -> p.manifest().name()).containsExactly("e");
    assertThat(third.nextToken()).isEmpty();
    assertThatThrownBy(() -> store.plugins().list(Optional.empty(), 2, "*"))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e -> assertThat(e.error()).isInstanceOf(ExecutorError.InvalidRequest.class));
  }

  @Nested
  class Integrity {
    private void assertDamaged(PluginRef ref, String found) {
      assertThatThrownBy(() -> store.plugins().lease(ref))
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> {
                var mismatch = (ExecutorError.PluginDigestMismatch) e.error();
                assertThat(mismatch.found()).startsWith(found);
              });
    }

    private void change(Path file, String text) throws IOException {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(file, text);
    }

    @Test
    void a27_looks_at_the_files_before_they_are_used_first() throws IOException {
      var damaged = store.upload(V1);
      store.upload(TestPackage.aa("q", "1.0"));
      change(damaged.tree().resolve("main.py"), "class Plugin: evil = 1\n");

      reopen();

      assertThat(store.plugins().health(damaged)).isEmpty();
      assertDamaged(P, "the tree of unpacked files is sha256:");
      assertThat(store.plugins().health(damaged).orElseThrow().intact()).isFalse();
      store.plugins().lease(ref("q")).close();
      assertThat(store.plugins().health(store.plugins().get(ref("q"))).orElseThrow().intact())
          .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree/main.py", "tree", "package.zip"})
    void a27_says_what_is_gone(String file) throws IOException {
      var plugin = store.upload(V1);
      var path = plugin.directory().resolve(file);
      TreeRemover.remove(plugin.tree().equals(path) ? path : moved(path));

      reopen();

      assertThatThrownBy(() -> store.plugins().lease(P))
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> assertThat(e.error()).isInstanceOf(ExecutorError.PluginDigestMismatch.class));
    }

    private Path moved(Path file) throws IOException {
      Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
      return file;
    }

    @Test
    void a27_survives_the_loss_of_a_whole_package() throws IOException {
      var plugin = store.upload(V1);
      store.upload(TestPackage.aa("q", "1.0"));
      TreeRemover.remove(plugin.directory());

      reopen();

      assertDamaged(P, "its files are gone");
      store.plugins().lease(ref("q")).close();
      assertThat(store.plugins().verify(P)).extracting("passed").startsWith(false, false);
    }

    @Test
    void a27_mends_a_damaged_package_when_the_same_zip_comes_again() throws IOException {
      var plugin = store.upload(V1);
      store.upload(V2);
      change(plugin.tree().resolve("main.py"), "class Plugin: evil = 1\n");
      reopen();
      assertDamaged(ref("p", "1.0"), "the tree");

      var mended = store.upload(V1.zip(), UploadOptions.NONE);

      assertThat(mended.alreadyStored()).isTrue();
      assertThat(mended.plugin().uploadTime()).isEqualTo(plugin.uploadTime());
      try (var lease = store.plugins().lease(ref("p", "1.0"))) {
        assertThat(lease.plugin().tree().resolve("main.py")).hasContent("class Plugin: pass");
      }
      assertThat(store.plugins().health(plugin).orElseThrow().intact()).isTrue();
      assertActive("1.0");
    }

    @Test
    void finds_damage_on_demand_and_refuses_calls_from_then_on() throws IOException {
      var plugin = store.upload(V1);
      store.plugins().lease(P).close();
      change(plugin.tree().resolve("main.py"), "class Plugin: evil = 1\n");

      assertThat(store.plugins().verify(P))
          .extracting(IntegrityCheck::name, IntegrityCheck::passed)
          .containsExactly(
              tuple("zip_checksum", true), tuple("zip_content", false), tuple("trusted", true));

      assertDamaged(P, "the tree");
    }

    @Test
    void does_not_hand_out_a_zip_that_is_not_the_one() throws IOException {
      var plugin = store.upload(V1);
      change(plugin.zip(), "other");

      assertThatThrownBy(() -> store.plugins().leaseZip(P))
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> assertThat(e.error()).isInstanceOf(ExecutorError.PluginDigestMismatch.class));
    }

    @Test
    void leaves_nothing_writable_in_the_tree() throws IOException {
      var plugin = store.upload(V1.file("lib/x.py", "x = 1\n"));

      try (var paths = Files.walk(plugin.tree())) {
        assertThat(paths)
            .allSatisfy(path ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
  }

  @Nested
  class Trust {
    @TempDir Path keys;

    private TrustConfig trusting(String... digests) throws IOException {
      var list = keys.resolve("trusted");
      Files.writeString(list, String.join("\n", digests) + "\n");
      return new TrustConfig(true, Optional.of(list), List.of());
    }

    private void reopen(TrustConfig trust) throws IOException {
      store.close();
      store = TestStore.open(directory, trust);
    }

    private void assertNotTrusted(ThrowingCallable action) {
      assertThatThrownBy(action)
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> assertThat(e.error()).isInstanceOf(ExecutorError.PluginNotTrusted.class));
    }

    @Test
    void a30_refuses_what_is_not_trusted_at_upload_activation_and_call() throws IOException {
      var stored = store.upload(V1);
      reopen(trusting(Digests.of(V2.zip())));

      store.upload(V2);
      assertNotTrusted(() -> store.upload(TestPackage.aa("q", "1.0")));
      assertNotTrusted(() -> store.upload(V1));
      assertNotTrusted(() -> store.plugins().activate(ref("p", "1.0"), change()));
      assertNotTrusted(() -> store.plugins().lease(ref("p", "1.0")));
      store.plugins().lease(P).close();

      assertThat(store.list()).extracting(StoredPlugin::digest).contains(stored.digest());
      assertNothingIsStaged();
    }

    @Test
    void a30_takes_what_a_trusted_key_has_signed() throws IOException {
      var pair = PackageSignature.newKeyPair();
      var key = Files.writeString(keys.resolve("key.pub"), PemKeys.text(pair.getPublic()));
      reopen(new TrustConfig(true, Optional.empty(), List.of(key)));
      var signature = PackageSignature.sign(Digests.of(V1.zip()), pair.getPrivate());
      var tampered = signature.clone();
      tampered[3] ^= 1;

      assertNotTrusted(() -> store.upload(V1));
      assertNotTrusted(() -> store.upload(V1.zip(), signed(tampered)));
      assertNotTrusted(() -> store.upload(V2.zip(), signed(signature)));
      var plugin = store.upload(V1.zip(), signed(signature)).plugin();

      store.plugins().lease(P).close();
      assertThat(store.plugins().verify(P).getLast())
          .isEqualTo(new IntegrityCheck("trusted", true, "signed by key.pub"));
      reopen(new TrustConfig(true, Optional.empty(), List.of(key)));
      store.plugins().lease(P).close();
      assertThat(plugin.signatures()).hasSize(1);
    }

    private UploadOptions signed(byte[] signature) {
      return new UploadOptions(
          Optional.empty(), Optional.of(Base64.getEncoder().encodeToString(signature)), false);
    }
  }
}
