// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<Workload> WORKLOADS = List.of(Workloads.bare(), Workloads.mfa());
  private static final List<Load> LOADS = List.of(new Load.Closed(1), new Load.Open());

  @Test
  void contenders_follow_each_other_with_the_same_plugin_and_load() {
    var slices = Schedule.of(2, WORKLOADS, LOADS, List.of("a", "b", "c"));

    for (int i = 0; i < slices.size(); i += 3) {
      var turn = slices.subList(i, i + 3);
      assertThat(turn).extracting(Slice::contender).containsExactlyInAnyOrder("a", "b", "c");
      assertThat(turn).extracting(Slice::workload).containsOnly(turn.getFirst().workload());
      assertThat(turn).extracting(Slice::load).containsOnly(turn.getFirst().load());
    }
  }

  @Test
  void another_one_is_first_in_each_round() {
    var slices = Schedule.of(3, WORKLOADS, LOADS, List.of("a", "b", "c"));

    assertThat(Schedule.rounds(slices))
        .extracting(round -> round.getFirst().contender())
        .containsExactly("a", "b", "c");
  }

  @Test
  void every_round_has_every_combination_once() {
    var rounds = Schedule.rounds(Schedule.of(3, WORKLOADS, LOADS, List.of("a", "b")));

    assertThat(rounds)
        .hasSize(3)
        .allSatisfy(round -> {
          assertThat(round).hasSize(8);
          assertThat(round).extracting(Slice::cell).doesNotHaveDuplicates();
        });
  }
}
