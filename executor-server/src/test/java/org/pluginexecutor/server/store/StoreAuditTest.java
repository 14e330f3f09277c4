// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.audit.AuditEntry.Result;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.TestPackage;

class StoreAuditTest {
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

  private Path log() {
    return directory.resolve("audit.log");
  }

  @Test
  void says_who_changed_what() {
    var plugin = store.upload(TestPackage.aa("p", "1.0"));
    store.create("x", ref("p"), Optional.of("hunter2"));

    assertThat(store.audit())
        .extracting(AuditEntry::subject, AuditEntry::digest, AuditEntry::result)
        .containsExactly(
            tuple("x@1", "", Result.DONE), tuple("aa/p/1.0", plugin.digest(), Result.DONE));
    assertThat(store.audit().getFirst().caller().name()).isEqualTo("a test");
    assertThat(log()).content().doesNotContain("hunter2");
  }

  @Test
  void says_who_was_refused_and_why() {
    var refused = change();
    refused.concerns("aa/p/1.0", "sha256:0");

    store.store().auditRefusal(refused, "PLUGIN_NOT_TRUSTED");

    var entry = store.audit().getFirst();
    assertThat(entry.result()).isEqualTo(Result.REFUSED);
    assertThat(entry.reason()).isEqualTo("PLUGIN_NOT_TRUSTED");
    assertThat(entry.subject()).isEqualTo("aa/p/1.0");
  }

  @Test
  void makes_up_for_an_entry_that_could_not_be_written() throws IOException {
    store.upload(TestPackage.aa("p", "1.0"));
    var before = Files.readAllBytes(log());
    store.upload(TestPackage.aa("p", "2.0"));
    store.close();
    // As if the server had been killed between the change and its entry.
    Files.write(log(), before);

    open();

    assertThat(store.audit())
        .extracting(AuditEntry::subject)
        .containsExactly("aa/p/2.0", "aa/p/1.0");
  }

  @Test
  void goes_on_after_a_line_that_was_cut_off() throws IOException {
    store.upload(TestPackage.aa("p", "1.0"));
    Files.writeString(log(), "{\"time\":\"2026-", StandardOpenOption.APPEND);

    store.upload(TestPackage.aa("p", "2.0"));

    assertThat(store.audit())
        .extracting(AuditEntry::subject)
        .startsWith("aa/p/2.0")
        .endsWith("aa/p/1.0");
  }

  @Test
  void is_read_page_by_page_from_its_end() {
    for (int i = 0; i < 300; i++) {
      store.store().auditRefusal(change(), "REASON_" + i);
    }

    var first = store.store().auditPage(120, Optional.empty());
    store.store().auditRefusal(change(), "LATER");
    var second = store.store().auditPage(120, first.older());
    var third = store.store().auditPage(120, second.older());

    assertThat(first.entries().getFirst().reason()).isEqualTo("REASON_299");
    assertThat(second.entries().getFirst().reason()).isEqualTo("REASON_179");
    assertThat(third.entries()).hasSize(60);
    assertThat(third.entries().getLast().reason()).isEqualTo("REASON_0");
    assertThat(third.older()).isEmpty();
  }

  @Test
  void takes_any_text_without_being_led_astray() throws IOException {
    var forged = change();
    forged.concerns("x\n{\"time\":\"2026-01-01T00:00:00Z\",\"result\":\"DONE\"}\u0000ü", "");

    store.store().auditRefusal(forged, "R");

    assertThat(Files.readString(log(), StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(store.audit()).hasSize(1);
    assertThat(store.audit().getFirst().subject()).startsWith("x\n{");
  }

  /** Not even root can add to it. */
  private void breakLog() throws IOException {
    if (Files.exists(log())) {
      Files.move(log(), directory.resolve("kept"));
    }
    Files.createDirectory(log());
  }

  private void mendLog() throws IOException {
    Files.delete(log());
    Files.move(directory.resolve("kept"), log());
  }

  @Test
  void a_log_that_cannot_be_written_is_made_up_for_and_changes_go_on() throws IOException {
    store.upload(TestPackage.aa("p", "1.0"));
    breakLog();

    store.upload(TestPackage.aa("p", "2.0"));
    store.store().auditRefusal(change(), "QUEUE_FULL");
    store.upload(TestPackage.aa("p", "3.0"));

    assertThat(store.store().auditFailures()).isPositive();
    mendLog();
    store.upload(TestPackage.aa("p", "4.0"));
    assertThat(store.audit())
        .extracting(entry -> entry.subject() + entry.reason())
        .containsExactlyInAnyOrder("aa/p/4.0", "aa/p/3.0", "QUEUE_FULL", "aa/p/2.0", "aa/p/1.0");
  }

  @Test
  void where_it_must_be_written_nothing_is_changed_while_it_cannot_be() throws IOException {
    store.close();
    store = TestStore.openThatMustAudit(directory);
    store.upload(TestPackage.aa("p", "1.0"));
    breakLog();

    assertThatThrownBy(() -> store.upload(TestPackage.aa("p", "2.0")))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e ->
                assertThat(e.error())
                    .isEqualTo(new ExecutorError.StoreFailed("writing the audit log")));

    assertThat(store.list()).extracting(StoredPlugin::key).hasSize(1);
    assertThat(store.store().auditFailures()).isPositive();
    mendLog();
    store.upload(TestPackage.aa("p", "3.0"));
    assertThat(store.audit())
        .extracting(AuditEntry::subject)
        .containsExactly("aa/p/3.0", "aa/p/1.0");
  }

  @Test
  void where_it_must_be_written_a_change_stands_there_before_it_is_made() throws IOException {
    store.close();
    store = TestStore.openThatMustAudit(directory);

    store.upload(TestPackage.aa("p", "1.0"));

    assertThat(Files.readString(log()).lines().toList())
        .satisfiesExactly(
            begun -> assertThat(begun).contains("\"aa/p/1.0\"", "\"BEGUN\""),
            done -> assertThat(done).contains("\"aa/p/1.0\"", "\"DONE\""));
    assertThat(store.audit()).hasSize(1);
  }

  private static List<Change> givenSecrets(String... subjects) {
    var secrets = new ArrayList<Change>();
    for (var subject : subjects) {
      var secret = change();
      secret.concerns(subject, "sha256:00");
      secrets.add(secret);
    }
    return secrets;
  }

  @Test
  void all_secrets_that_are_given_at_once_stand_there_in_their_order() {
    store.store().auditGiven(givenSecrets("one", "two", "three"));

    assertThat(store.audit())
        .extracting(AuditEntry::subject)
        .containsExactly("three", "two", "one");
  }

  @Test
  void secrets_are_given_and_written_later_where_the_log_need_not_be_written() throws IOException {
    store.store().auditGiven(givenSecrets("one"));
    breakLog();

    store.store().auditGiven(givenSecrets("two", "three"));

    assertThat(store.store().auditFailures()).isPositive();
    mendLog();
    store.store().auditGiven(givenSecrets("four"));
    assertThat(store.audit())
        .extracting(AuditEntry::subject)
        .containsExactly("four", "three", "two", "one");
  }

  @Test
  void where_it_must_be_written_no_secret_is_given_while_it_cannot_be() throws IOException {
    store.close();
    store = TestStore.openThatMustAudit(directory);
    store.store().auditGiven(givenSecrets("one"));
    breakLog();

    assertThatThrownBy(() -> store.store().auditGiven(givenSecrets("two", "three")))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e ->
                assertThat(e.error())
                    .isEqualTo(new ExecutorError.StoreFailed("writing the audit log")));

    mendLog();
    store.store().auditGiven(givenSecrets("four"));
    assertThat(store.audit()).extracting(AuditEntry::subject).containsExactly("four", "one");
  }

  @Test
  void where_it_must_be_written_no_secret_is_given_when_the_disk_is_full() throws IOException {
    var full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this machine has no /dev/full");
    store.close();
    store = TestStore.openThatMustAudit(directory);
    Files.createSymbolicLink(log(), full);

    assertThatThrownBy(() -> store.store().auditGiven(givenSecrets("one")))
        .isInstanceOf(ExecutorException.class);

    Files.delete(log());
    store.store().auditGiven(givenSecrets("two"));
    assertThat(store.audit()).extracting(AuditEntry::subject).containsExactly("two");
  }

  @Test
  void can_be_put_aside_under_another_name_and_goes_on_in_a_new_file() throws IOException {
    store.upload(TestPackage.aa("p", "1.0"));
    var before = Files.readAllBytes(log());
    Files.move(log(), directory.resolve("audit.log.1"));

    store.upload(TestPackage.aa("p", "2.0"));

    assertThat(directory.resolve("audit.log.1")).hasBinaryContent(before);
    assertThat(store.audit()).extracting(AuditEntry::subject).containsExactly("aa/p/2.0");
  }
}
