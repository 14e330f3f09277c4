// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;

class PluginCatalogTest {
  private static final PluginRef P = ref("p");
  private static final TestPackage V1 = TestPackage.aa("p", "1.0");
  private static final TestPackage V2 = TestPackage.aa("p", "2.0");

  @TempDir Path directory;

  private final AtomicLong seconds = new AtomicLong(1_000);
  private PluginCatalog catalog;

  @BeforeEach
  void open() throws IOException {
    catalog =
        PluginCatalog.open(
            directory,
            PackageConfig.defaults(),
            FakeSourceCheck.FINE,
            () -> Instant.ofEpochSecond(seconds.incrementAndGet()));
  }

  private static PluginRef ref(String name) {
    return new PluginRef(Optional.empty(), name, Optional.empty());
  }

  private static PluginRef ref(String name, String version) {
    return new PluginRef(Optional.empty(), name, Optional.of(version));
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
    assertThat(catalog.get(P).manifest().version()).isEqualTo(version);
    for (var plugin : catalog.list(Optional.empty())) {
      assertThat(catalog.isActive(plugin)).isEqualTo(plugin.manifest().version().equals(version));
    }
  }

  @Test
  void keeps_the_zip_and_its_digest() throws IOException {
    var plugin = V1.uploadTo(catalog);

    assertThat(plugin.zip()).hasBinaryContent(V1.zip());
    assertThat(plugin.sizeBytes()).isEqualTo(V1.zip().length);
    assertThat(plugin.digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(plugin.zip()).hasDigest("SHA-256", plugin.digest().substring(7));
    assertThat(plugin.tree().resolve("main.py")).exists();
  }

  @Test
  void makes_the_version_active_that_was_uploaded_last() {
    V2.uploadTo(catalog);
    V1.uploadTo(catalog);

    assertActive("1.0");
  }

  @Test
  void makes_a_version_active_again_when_the_same_bytes_come_again() {
    V1.uploadTo(catalog);
    V2.uploadTo(catalog);

    var again = TestPackage.upload(catalog, V1.zip(), Optional.empty());

    assertThat(again.alreadyStored()).isTrue();
    assertThat(again.plugin().uploadTime()).isEqualTo(Instant.ofEpochSecond(1_001));
    assertActive("1.0");
    assertThat(catalog.list(Optional.empty())).hasSize(2);
  }

  @Test
  void makes_the_latest_of_those_that_remain_active() {
    V1.uploadTo(catalog);
    TestPackage.aa("p", "3.0").uploadTo(catalog);
    V2.uploadTo(catalog);

    catalog.delete(ref("p", "2.0"));

    assertActive("3.0");
  }

  @Test
  void refuses_other_bytes_for_a_stored_version() {
    var stored = V1.uploadTo(catalog);

    assertFails(
        () -> TestPackage.aa("p", "1.0").file("x", "y").uploadTo(catalog),
        new ExecutorError.PluginAlreadyExists("aa/p/1.0", stored.digest()));
    assertThat(catalog.list(Optional.empty())).containsExactly(stored);
    assertNothingIsStaged();
  }

  @Test
  void checks_the_digest_that_the_caller_expects() {
    assertInvalid(
        () -> TestPackage.upload(catalog, V1.zip(), Optional.of("sha256:0")), "archive.digest");
    assertThat(catalog.list(Optional.empty())).isEmpty();
    assertNothingIsStaged();
  }

  @Test
  void takes_an_upload_in_pieces() throws IOException {
    var zip = V1.zip();
    try (var upload = catalog.beginUpload()) {
      for (int i = 0; i < zip.length; i += 10) {
        upload.append(ByteBuffer.wrap(zip, i, Math.min(10, zip.length - i)));
      }
      assertThat(catalog.finishUpload(upload, Optional.empty()).alreadyStored()).isFalse();
    }

    assertThat(catalog.get(P).zip()).hasBinaryContent(zip);
  }

  @Test
  void refuses_an_upload_without_bytes_and_one_that_is_too_large() {
    assertInvalid(() -> TestPackage.upload(catalog, new byte[0], Optional.empty()), "archive");
    assertInvalid(
        () ->
            TestPackage.upload(
                catalog, new byte[PackageUpload.MAX_ZIP_BYTES + 1], Optional.empty()),
        "archive.size_bytes");
    assertNothingIsStaged();
  }

  @Test
  void removes_an_upload_that_is_given_up() throws IOException {
    try (var upload = catalog.beginUpload()) {
      upload.append(ByteBuffer.wrap(new byte[10]));
    }

    assertNothingIsStaged();
  }

  private void assertNothingIsStaged() {
    assertThat(directory.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void names_the_versions_there_are_when_another_is_wanted() {
    V1.uploadTo(catalog);
    V2.uploadTo(catalog);

    assertFails(
        () -> catalog.get(ref("p", "3.0")),
        new ExecutorError.PluginNotFound("p/3.0", "one of aa/p/1.0, aa/p/2.0"));
    assertFails(
        () -> catalog.get(ref("q")), new ExecutorError.PluginNotFound("q", "an uploaded plugin"));
  }

  @Test
  void wants_the_type_when_two_types_share_the_name() {
    V1.uploadTo(catalog);
    TestPackage.of("credentialstore", "p", "1.0").uploadTo(catalog);

    assertFails(
        () -> catalog.get(P),
        new ExecutorError.PluginNotFound(
            "p", "a plugin type besides, since there are aa/p, credentialstore/p"));
    assertThat(
            catalog
                .get(new PluginRef(Optional.of(PluginType.CREDENTIALSTORE), "p", Optional.empty()))
                .manifest()
                .id())
        .isEqualTo("credentialstore/p/1.0");
  }

  @Test
  void lists_by_type_name_and_time_of_upload() {
    V2.uploadTo(catalog);
    TestPackage.of("credentialstore", "a", "1.0").uploadTo(catalog);
    TestPackage.aa("o", "1.0").uploadTo(catalog);
    V1.uploadTo(catalog);

    assertThat(catalog.list(Optional.empty()))
        .extracting(plugin -> plugin.manifest().id())
        .containsExactly("aa/o/1.0", "aa/p/2.0", "aa/p/1.0", "credentialstore/a/1.0");
    assertThat(catalog.list(Optional.of(PluginType.CREDENTIALSTORE))).hasSize(1);
  }

  @Test
  void keeps_the_files_of_a_deleted_version_until_the_last_lease_ends() {
    var plugin = V1.uploadTo(catalog);
    var first = catalog.lease(P);
    var second = catalog.lease(P);

    catalog.delete(ref("p", "1.0"));
    assertThat(catalog.list(Optional.empty())).isEmpty();

    first.close();
    first.close();
    assertThat(plugin.tree().resolve("main.py")).exists();
    second.close();
    assertThat(plugin.directory()).doesNotExist();
    assertNothingIsStaged();
  }

  @Test
  void removes_the_files_of_a_deleted_version_at_once_when_nobody_uses_it() {
    var plugin = V1.uploadTo(catalog);
    catalog.lease(P).close();

    catalog.delete(ref("p", "1.0"));

    assertThat(plugin.directory()).doesNotExist();
  }

  @Test
  void stores_a_deleted_version_again_while_a_call_still_uses_it() throws IOException {
    var plugin = V1.uploadTo(catalog);
    var lease = catalog.lease(P);
    catalog.delete(ref("p", "1.0"));

    assertThat(TestPackage.upload(catalog, V1.zip(), Optional.empty()).plugin()).isEqualTo(plugin);
    lease.close();

    assertThat(plugin.tree().resolve("main.py")).exists();
    open();
    assertActive("1.0");
  }

  @Test
  void has_one_plugin_of_a_version_even_when_a_deleted_one_is_still_in_use() {
    V1.uploadTo(catalog);
    var lease = catalog.lease(P);
    catalog.delete(ref("p", "1.0"));
    var other = TestPackage.aa("p", "1.0").file("x", "y").uploadTo(catalog);

    assertFails(
        () -> V1.uploadTo(catalog),
        new ExecutorError.PluginAlreadyExists("aa/p/1.0", other.digest()));
    lease.close();
  }

  @Test
  void has_everything_after_a_restart() throws IOException {
    var first = TestPackage.aa("p", "1.0").file("default.cfg", "[a]\n");
    first.uploadTo(catalog);
    V2.uploadTo(catalog);
    first.uploadTo(catalog);
    catalog.createInstance("x", P, Optional.of("secret ü\n"));
    catalog.createInstance("y", ref("p", "2.0"), Optional.empty());
    var plugins = catalog.list(Optional.empty());
    var instances = catalog.listInstances();

    open();

    assertThat(catalog.list(Optional.empty())).isEqualTo(plugins);
    assertThat(catalog.listInstances()).isEqualTo(instances);
    assertActive("1.0");
  }

  @Test
  void counts_activations_on_after_a_restart() throws IOException {
    V1.uploadTo(catalog);
    V2.uploadTo(catalog);
    open();

    V1.uploadTo(catalog);

    assertActive("1.0");
  }

  @Test
  void serves_the_others_when_one_stored_package_is_broken() throws IOException {
    var broken = V1.uploadTo(catalog);
    V2.uploadTo(catalog);
    Files.delete(broken.zip());
    Files.createDirectories(directory.resolve("instances/broken"));

    open();

    assertThat(catalog.list(Optional.empty()))
        .extracting(plugin -> plugin.manifest().version())
        .containsExactly("2.0");
    assertThat(catalog.listInstances()).isEmpty();
  }

  @Test
  void removes_what_a_killed_server_left() throws IOException {
    var forgotten = V1.uploadTo(catalog);
    Files.delete(forgotten.directory().resolve("record.properties"));
    Files.createDirectories(directory.resolve("staging/upload-1/tree"));

    open();

    assertThat(forgotten.directory()).doesNotExist();
    assertNothingIsStaged();
    assertThat(catalog.list(Optional.empty())).isEmpty();
  }

  @Test
  void opens_after_a_server_was_killed_while_it_removed_something() throws IOException {
    Files.createDirectories(directory.resolve("staging/trash-1/package"));
    Files.createDirectories(directory.resolve("staging.removing-0/package"));

    open();

    assertNothingIsStaged();
  }

  @Test
  void gives_an_instance_the_default_configuration_when_it_has_none() {
    TestPackage.aa("p", "1.0").file("default.cfg", "[a]\nb=c\n").uploadTo(catalog);

    assertThat(catalog.createInstance("x", P, Optional.empty()).configuration())
        .isEqualTo("[a]\nb=c\n");
    assertThat(catalog.createInstance("y", P, Optional.of("")).configuration()).isEmpty();
  }

  @Test
  void follows_the_active_version_unless_an_instance_is_pinned() {
    V1.uploadTo(catalog);
    var free = catalog.createInstance("x", P, Optional.empty());
    var pinned = catalog.createInstance("y", ref("p", "1.0"), Optional.empty());

    V2.uploadTo(catalog);

    assertThat(catalog.get(free.plugin()).manifest().version()).isEqualTo("2.0");
    assertThat(catalog.get(pinned.plugin()).manifest().version()).isEqualTo("1.0");
  }

  @Test
  void leaves_no_instance_without_a_plugin() {
    V1.uploadTo(catalog);
    V2.uploadTo(catalog);
    catalog.createInstance("free", P, Optional.empty());
    catalog.createInstance("pinned", ref("p", "1.0"), Optional.empty());

    assertFails(
        () -> catalog.delete(ref("p", "1.0")),
        new ExecutorError.PluginInUse("aa/p/1.0", List.of("pinned")));
    catalog.delete(ref("p", "2.0"));
    assertFails(
        () -> catalog.delete(ref("p", "1.0")),
        new ExecutorError.PluginInUse("aa/p/1.0", List.of("free", "pinned")));
    catalog.deleteInstance("free");
    catalog.deleteInstance("pinned");
    catalog.delete(ref("p", "1.0"));

    assertThat(catalog.list(Optional.empty())).isEmpty();
  }

  @Test
  void knows_an_instance_by_one_name_only() {
    V1.uploadTo(catalog);
    catalog.createInstance("x", P, Optional.empty());

    assertFails(
        () -> catalog.createInstance("x", P, Optional.empty()),
        new ExecutorError.InstanceAlreadyExists("x"));
    assertFails(
        () -> catalog.createInstance("y", ref("q"), Optional.empty()),
        new ExecutorError.PluginNotFound("q", "an uploaded plugin"));
  }

  @Test
  void forgets_a_deleted_instance() throws IOException {
    V1.uploadTo(catalog);
    catalog.createInstance("x", P, Optional.empty());

    catalog.deleteInstance("x");

    assertFails(() -> catalog.getInstance("x"), new ExecutorError.InstanceNotFound("x"));
    assertFails(() -> catalog.deleteInstance("x"), new ExecutorError.InstanceNotFound("x"));
    open();
    assertThat(catalog.listInstances()).isEmpty();
    assertNothingIsStaged();
  }

  @Test
  void lets_only_the_server_s_user_read_the_configuration() throws IOException {
    V1.uploadTo(catalog);
    catalog.createInstance("x", P, Optional.of("secret"));

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("instances/x"))))
        .isEqualTo("rwx------");
    assertThat(catalog.getInstance("x").toString()).doesNotContain("secret");
  }
}
