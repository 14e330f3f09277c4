// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.telemetry.Metrics;

class RefusalsTest {
  private static final Caller CALLER = new Caller("anonymous", "192.0.2.1:1");
  private final List<AuditEntry> audited = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Metrics metrics = Metrics.open();
  private final Refusals refusals = new Refusals(this::audit, metrics, nanos::get, later::add);

  @AfterEach
  void close() {
    metrics.close();
  }

  private void audit(Change change, String reason) {
    audited.add(change.toRefused(java.time.Instant.EPOCH, reason, 7));
  }

  private void flood(int many) {
    IntStream.range(0, many)
        .forEach(_ -> refusals.add(CALLER, "UploadPlugin", RefusalReason.UNKNOWN_TOKEN));
  }

  @Test
  void says_who_wanted_what_and_why_not() {
    refusals.add(CALLER, "UploadPlugin", RefusalReason.UNKNOWN_TOKEN);
    refusals.add(new Caller("gateway", "192.0.2.1:2"), "ListPlugins", RefusalReason.ROLE_MISSING);

    assertThat(audited)
        .extracting(AuditEntry::caller, AuditEntry::action, AuditEntry::subject, AuditEntry::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                CALLER, "UploadPlugin", "unknown token", "UNAUTHENTICATED"),
            org.assertj.core.groups.Tuple.tuple(
                new Caller("gateway", "192.0.2.1:2"),
                "ListPlugins",
                "role missing",
                "NOT_ALLOWED"));
  }

  @Test
  void a_flood_fills_no_disk_and_is_told_as_a_number() {
    flood(10_000);
    assertThat(audited).hasSize(Refusals.MOST);
    assertThat(later).hasSize(1);

    nanos.addAndGet(Refusals.WINDOW.toNanos());
    later.removeFirst().run();

    assertThat(audited).hasSize(Refusals.MOST + 1);
    assertThat(audited.getLast().subject()).isEqualTo("and 9980 more within a minute");
    assertThat(metrics.text())
        .contains("pluginexecutor_access_refusals_total{reason=\"unknown_token\"} 10000.0\n");
  }

  @Test
  void the_next_minute_begins_anew() {
    flood(Refusals.MOST);
    nanos.addAndGet(Refusals.WINDOW.toNanos());
    flood(Refusals.MOST);

    assertThat(audited).hasSize(2 * Refusals.MOST);
    assertThat(later).isEmpty();
  }

  @Test
  void what_was_only_counted_is_written_at_the_end() {
    flood(Refusals.MOST + 3);
    refusals.close();

    assertThat(audited.getLast().subject()).isEqualTo("and 3 more within a minute");
  }
}
