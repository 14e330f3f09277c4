// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.AccessException;
import org.pluginexecutor.client.AuditEntry;
import org.pluginexecutor.client.AuditResult;
import org.pluginexecutor.client.ConflictException;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.InstanceUpdate;
import org.pluginexecutor.client.IntegrityCheck;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginHealth;
import org.pluginexecutor.client.PluginInstance;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.PreconditionException;
import org.pluginexecutor.client.UploadOptions;
import org.pluginexecutor.server.config.StoreConfig;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.secret.KeyFiles;
import org.pluginexecutor.server.trust.PackageSignature;
import org.pluginexecutor.server.trust.PemKeys;

/** What an administrator does with the store over gRPC, and what becomes of calls meanwhile. */
class StoreAdministrationTest {
  private static final PluginName P = name("p", "");
  private static final String MAIN =
      "class Plugin:\n"
          + "  def __init__(self, configuration=''): self.c = configuration\n"
          + "  def session_ended(self): print('%s ' + self.c)\n";

  @TempDir Path directory;

  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static PluginName name(String name, String version) {
    return new PluginName(Optional.empty(), name, Optional.of(version).filter(v -> !v.isEmpty()));
  }

  private static PluginZip version(String version) {
    return PluginZip.aa("p", MAIN.formatted(version))
        .file("MANIFEST", PluginZip.manifest("aa", "p", version) + "entry_point: main.py\n");
  }

  private static void upload(PluginExecutorClient client, PluginZip zip) {
    try {
      client.plugins().upload(zip.stream());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String run(PluginExecutorClient client, String instance) {
    var response =
        client.call(
            HookCall.newBuilder(new PluginTarget.Instance(instance), "session_ended", "s")
                .timeLimit(Duration.ofSeconds(20))
                .build());
    return TestServer.output(response).strip();
  }

  private static InstanceUpdate configuration(String text) {
    return InstanceUpdate.newBuilder().configuration(text).build();
  }

  private static void assertReason(Throwable thrown, String reason) {
    assertThat(((ExecutorClientException) thrown).reason()).isEqualTo(reason);
  }

  private List<AuditEntry> audit() {
    return server.client().audit().list(100);
  }

  @Test
  void a_call_gets_the_configuration_of_the_latest_revision() {
    var client = server.client();
    upload(client, version("1.0"));
    client.instances().create("x", P, Optional.of("one"));
    assertThat(run(client, "x")).isEqualTo("s: 1.0 one");

    var second = client.instances().update("x", configuration("two"));
    assertThat(run(client, "x")).isEqualTo("s: 1.0 two");
    client.instances().rollBack("x", 1);

    assertThat(run(client, "x")).isEqualTo("s: 1.0 one");
    assertThat(second.revision()).isEqualTo(2);
    assertThat(client.instances().revisions("x"))
        .extracting(PluginInstance::revision)
        .containsExactly(3, 2, 1);
    assertThat(client.instances().get("x", 2).configuration()).contains("two");
    assertThat(client.instances().test("x", 2).constructed()).isTrue();
    assertThatThrownBy(() ->
            client
                .instances()
                .update(
                    "x",
                    InstanceUpdate.newBuilder().configuration("z").expectedRevision(2).build()))
        .isInstanceOf(ConflictException.class)
        .satisfies(e -> assertReason(e, "INSTANCE_CHANGED"));
  }

  @Test
  void the_audit_log_says_who_did_what_and_who_was_refused() {
    var client = server.client();
    upload(client, version("1.0"));
    upload(client, version("2.0"));
    client.plugins().activate(name("p", "1.0"));
    client.instances().create("x", P, Optional.of("hunter2"));
    client.instances().update("x", configuration("hunter2 again"));
    assertThatThrownBy(() -> client.instances().create("x", P, Optional.empty()))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> upload(client, version("1.0").file("more.py", "x = 1\n")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> client.instances().delete("no such name!"));
    client.instances().delete("x");

    assertThat(audit())
        .extracting(
            AuditEntry::action,
            entry -> entry.subject().orElse(""),
            AuditEntry::result,
            entry -> entry.reason().orElse(""))
        .containsExactly(
            tuple("DeleteInstance", "x", AuditResult.DONE, ""),
            tuple("DeleteInstance", "", AuditResult.REFUSED, "INVALID_REQUEST"),
            tuple("UploadPlugin", "aa/p/1.0", AuditResult.REFUSED, "PLUGIN_ALREADY_EXISTS"),
            tuple("CreateInstance", "x", AuditResult.REFUSED, "INSTANCE_ALREADY_EXISTS"),
            tuple("UpdateInstance", "x@2", AuditResult.DONE, ""),
            tuple("CreateInstance", "x@1", AuditResult.DONE, ""),
            tuple("ActivatePlugin", "aa/p/1.0", AuditResult.DONE, ""),
            tuple("UploadPlugin", "aa/p/2.0", AuditResult.DONE, ""),
            tuple("UploadPlugin", "aa/p/1.0", AuditResult.DONE, ""));
    assertThat(audit())
        .allSatisfy(entry -> {
          assertThat(entry.caller()).isEqualTo("local");
          assertThat(entry.address()).startsWith("127.0.0.1:");
        });
    assertThat(audit().getLast().digest()).hasValueSatisfying(d -> assertThat(d).hasSize(71));
    assertThat(audit().toString()).doesNotContain("hunter2");
  }

  @Test
  void a27_a_plugin_that_was_tampered_with_is_refused_and_the_others_are_served()
      throws IOException {
    var client = server.client();
    upload(client, version("1.0"));
    upload(client, PluginZip.aa("q", MAIN.formatted("q")));
    client.instances().create("x", P, Optional.of("one"));
    client.instances().create("y", name("q", ""), Optional.of("two"));
    var digest = client.plugins().get(P).digest().substring("sha256:".length());
    var main = server.dataDirectory().resolve("packages/" + digest + "/tree/main.py");
    Files.setPosixFilePermissions(main, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(main, MAIN.formatted("evil"));

    assertThatThrownBy(() -> run(client, "x"))
        .isInstanceOf(PreconditionException.class)
        .hasMessageContaining("aa/p/1.0: the tree of unpacked files is sha256:")
        .satisfies(e -> assertReason(e, "PLUGIN_DIGEST_MISMATCH"));
    assertThat(run(client, "y")).isEqualTo("s: q two");
    assertThat(client.plugins().list())
        .extracting(Plugin::name, Plugin::health)
        .containsExactly(tuple("p", PluginHealth.DAMAGED), tuple("q", PluginHealth.INTACT));
    assertThat(client.plugins().verify(P))
        .extracting(IntegrityCheck::name, IntegrityCheck::passed)
        .containsExactly(
            tuple("zip_checksum", true), tuple("zip_content", false), tuple("trusted", true));

    upload(client, version("1.0"));
    assertThat(run(client, "x")).isEqualTo("s: 1.0 one");
  }

  @Test
  void a30_unsigned_packages_are_refused_and_audited_where_trust_is_required() throws IOException {
    var pair = PackageSignature.newKeyPair();
    var key = Files.writeString(directory.resolve("release.pub"), PemKeys.text(pair.getPublic()));
    var zip = version("1.0").bytes();
    var digest = org.pluginexecutor.server.files.Digests.of(zip);
    var signature = PackageSignature.sign(digest, pair.getPrivate());
    var trust = new TrustConfig(true, Optional.empty(), List.of(key));
    try (var strict = TestServer.start(config -> config.withTrust(trust))) {
      var plugins = strict.client().plugins();

      assertThatThrownBy(() -> plugins.upload(new ByteArrayInputStream(zip)))
          .isInstanceOf(AccessException.class)
          .hasMessageContaining("it is not signed")
          .satisfies(e -> assertReason(e, "PLUGIN_NOT_TRUSTED"));
      assertThat(strict.client().audit().list(10))
          .extracting(AuditEntry::digest, AuditEntry::result)
          .containsExactly(tuple(Optional.of(digest), AuditResult.REFUSED));

      plugins.upload(
          new ByteArrayInputStream(zip), UploadOptions.newBuilder().signature(signature).build());
      assertThat(plugins.verify(P).getLast())
          .isEqualTo(new IntegrityCheck("trusted", true, "signed by release.pub"));
      strict.client().instances().create("x", P, Optional.of("one"));
      assertThat(run(strict.client(), "x")).isEqualTo("s: 1.0 one");
    }
  }

  @Test
  void a_backup_moves_everything_to_another_server_under_the_same_key() throws IOException {
    var keyFile = directory.resolve("key");
    KeyFiles.create(keyFile);
    var store = new StoreConfig(Optional.of(keyFile), List.of(), Duration.ofSeconds(10), false);
    try (var from = TestServer.start(config -> config.withStore(store));
        var to = TestServer.start(config -> config.withStore(store))) {
      upload(from.client(), version("1.0"));
      upload(from.client(), version("2.0"));
      from.client().plugins().activate(name("p", "1.0"));
      from.client().instances().create("x", P, Optional.of("hunter2 one"));
      from.client().instances().update("x", configuration("hunter2 two"));
      var backup = new ByteArrayOutputStream();
      from.client().backups().create(backup);

      var result =
          to.client().backups().restore(new ByteArrayInputStream(backup.toByteArray()), false);

      assertThat(result.plugins()).isEqualTo(2);
      assertThat(run(to.client(), "x")).isEqualTo("s: 1.0 hunter2 two");
      assertThat(to.client().instances().get("x", 1).configuration()).contains("hunter2 one");
      assertThat(to.client().audit().list(1).getFirst().action()).isEqualTo("RestoreBackup");
      assertThat(backup.toString(StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
      assertThatThrownBy(() ->
              to.client().backups().restore(new ByteArrayInputStream(backup.toByteArray()), false))
          .satisfies(e -> assertReason(e, "STORE_NOT_EMPTY"));
      assertThatThrownBy(() ->
              server
                  .client()
                  .backups()
                  .restore(new ByteArrayInputStream(backup.toByteArray()), false))
          .satisfies(e -> assertReason(e, "BACKUP_NOT_READABLE"));
    }
  }

  @Test
  void a_call_that_runs_keeps_its_version_while_a_restore_replaces_it() throws Exception {
    var client = server.client();
    var empty = new ByteArrayOutputStream();
    client.backups().create(empty);
    var slow =
        server.upload(
            "slow",
            PluginZip.aa(
                    "slow",
                    "import time\n"
                        + "class Plugin:\n"
                        + "  def session_ended(self):\n"
                        + "    print('begun', flush=True)\n"
                        + "    time.sleep(1)\n"
                        + "    import late\n"
                        + "    late.say()\n")
                .file("late.py", "def say(): print('late')\n"));
    var begun = new CountDownLatch(1);
    var running =
        Background.supply(() ->
            client.call(
                HookCall.newBuilder(slow, "session_ended", "s").build(), _ -> begun.countDown()));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    client.backups().restore(new ByteArrayInputStream(empty.toByteArray()), true);

    assertThat(client.plugins().list()).isEmpty();
    assertThat(running)
        .succeedsWithin(Duration.ofSeconds(20))
        .satisfies(response -> assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class));
  }

  @Test
  void g7_two_servers_share_a_directory_and_see_each_other_s_changes() throws Exception {
    try (var one = ServerProcess.start(directory);
        var two = ServerProcess.start(directory);
        var first = one.connect();
        var second = two.connect()) {
      upload(first, version("1.0"));
      second.instances().create("x", P, Optional.of("one"));
      assertThat(run(first, "x")).isEqualTo("s: 1.0 one");
      first.instances().update("x", configuration("two"));
      assertThat(run(second, "x")).isEqualTo("s: 1.0 two");

      upload(second, version("2.0"));
      assertThat(run(first, "x")).isEqualTo("s: 2.0 two");
      var old = first.plugins().get(name("p", "1.0")).digest().substring("sha256:".length());
      assertThat(directory.resolve("data/packages").resolve(old)).exists();
      second.plugins().delete(name("p", "1.0"));
      assertThat(first.plugins().list()).hasSize(1);
      assertThat(run(first, "x")).isEqualTo("s: 2.0 two");
      assertThat(first.audit().list(10)).hasSize(5);
      two.process().destroyForcibly().waitFor();

      first.instances().update("x", configuration("three"));
      assertThat(run(first, "x")).isEqualTo("s: 2.0 three");
    }
    try (var again = ServerProcess.start(directory);
        var client = again.connect()) {
      assertThat(run(client, "x")).isEqualTo("s: 2.0 three");
      try (var packages = Files.list(directory.resolve("data/packages"));
          var staging = Files.list(directory.resolve("data/staging"))) {
        assertThat(packages).hasSize(1);
        assertThat(staging).hasSize(1);
      }
    }
  }
}
