// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Duration MS = Duration.ofMillis(1);

  @Test
  void measures_every_contender_with_every_plugin_and_load() throws IOException {
    var plain = new FakeContender(ContenderNames.PLAIN, false);
    var other = new FakeContender("other", false);

    var measured = compare(2, MS.multipliedBy(1_000), plain, other);
    var rows = Rows.of(measured.cells());

    assertThat(rows)
        .extracting(row -> row.workload() + " " + row.contender())
        .containsExactlyInAnyOrder(
            "bare plain interpreter", "bare other", "mfa plain interpreter", "mfa other");
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.callsPerSecond()).containsOnlyKeys(Plan.IN_FLIGHT);
          assertThat(row.calls()).isPositive();
          assertThat(row.cpuPerCall().workers()).isPositive();
          assertThat(row.failures()).isZero();
        });
    assertThat(other.calls()).contains("bare", "mfa", "held");
    assertThat(measured.memory())
        .extracting(Row.OfMemory::contender)
        .containsExactly(ContenderNames.PLAIN, "other");
    assertThat(measured.notes()).isEmpty();
  }

  @Test
  void a_contender_that_fails_is_noted_with_its_words() throws IOException {
    var measured =
        compare(
            1,
            MS.multipliedBy(1_000),
            new FakeContender(ContenderNames.PLAIN, false),
            new FakeContender("broken", true));

    assertThat(measured.notes())
        .anySatisfy(note -> assertThat(note).startsWith("broken, bare").endsWith("out of order"));
  }

  @Test
  void a_round_is_whole_or_not_at_all() throws IOException {
    var measured = compare(50, MS, new FakeContender(ContenderNames.PLAIN, false));

    assertThat(measured.notes()).containsExactly("rounds: 1 of 50, there was no time for more");
    assertThat(measured.cells()).hasSize(2 * Plan.loads().size());
  }

  @Test
  void who_is_compiled_while_it_runs_is_called_longer_before_it_is_measured() throws IOException {
    var printed = new ByteArrayOutputStream();

    var _ =
        new Comparison(
                plan(1, MS),
                List.of(
                    new FakeContender(ContenderNames.PLAIN, false),
                    new FakeContender("compiled", false, 1),
                    new FakeContender("half", false, 0.5)),
                new PrintStream(printed, false, StandardCharsets.UTF_8))
            .measure();

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "compiled: called for 20 ms to warm up",
            "half: called for 10 ms to warm up",
            "round 1 of 1 is done");
  }

  private static Comparison.Measured compare(int rounds, Duration limit, Contender... contenders)
      throws IOException {
    var out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return new Comparison(plan(rounds, limit), List.of(contenders), out).measure();
  }

  private static Plan plan(int rounds, Duration limit) {
    return new Plan(
        List.of(Workloads.bare(), Workloads.mfa()),
        rounds,
        MS.multipliedBy(40),
        limit,
        MS.multipliedBy(2),
        MS.multipliedBy(20),
        MS);
  }
}
