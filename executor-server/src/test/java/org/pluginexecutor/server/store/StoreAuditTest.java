// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.audit.AuditEntry.Result;
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
}
