// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.files.Digests;

/** What has to be true of every store that nobody is just changing. Stateless. */
final class StoreSoundness {
  private static final int PAGE = 1_000;

  private StoreSoundness() {}

  /** The catalog fits the files, every file is whole, and the audit log tells every change once. */
  static void assertSound(TestStore store, Path directory) throws IOException {
    var state = store.store().state();
    assertThat(state.damagedLines()).isEmpty();
    for (var plugin : state.plugins().values()) {
      assertThat(PackageVerifier.verify(plugin))
          .allSatisfy(check -> assertThat(check.passed()).as(check.reason()).isTrue());
    }
    var revisions = state.instances().values().stream().flatMap(List::stream).toList();
    for (var revision : revisions) {
      assertThat(store.instances().configuration(revision)).isNotEmpty();
    }
    assertThat(names(directory.resolve("packages")))
        .containsExactlyInAnyOrderElementsOf(
            state.plugins().keySet().stream()
                .map(digest -> digest.substring(Digests.PREFIX.length()))
                .toList());
    assertThat(names(directory.resolve("configurations")))
        .containsExactlyInAnyOrderElementsOf(
            new TreeSet<>(revisions.stream().map(r -> r.configuration().id()).toList()));
    assertAudited(store, state.generation());
  }

  /** Every change stands in the audit log, once and in order. */
  private static void assertAudited(TestStore store, long generation) {
    var done = new ArrayList<Long>();
    Optional<Long> older = Optional.empty();
    do {
      var page = store.store().auditPage(PAGE, older);
      page.entries().stream()
          .filter(entry -> entry.result() == AuditEntry.Result.DONE)
          .forEach(entry -> done.add(entry.generation()));
      older = page.older();
    } while (older.isPresent());
    assertThat(done.reversed()).isEqualTo(LongStream.rangeClosed(1, generation).boxed().toList());
  }

  /** Nothing is on its way: only the places of servers that run are there, and empty. */
  static void assertNothingStaged(Path directory, int servers) throws IOException {
    var staging = directory.resolve("staging");
    assertThat(names(staging)).hasSize(servers);
    for (var server : names(staging)) {
      assertThat(names(staging.resolve(server))).containsExactly("lock");
    }
  }

  static List<String> names(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
