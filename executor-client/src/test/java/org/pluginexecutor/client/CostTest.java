// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CostTest {
  private static Duration millis(long count) {
    return Duration.ofMillis(count);
  }

  private static Cost cost(Duration hookTime) {
    return new Cost(
        millis(1),
        millis(20),
        millis(50),
        millis(9),
        4096,
        new Timing(
            millis(5),
            millis(3),
            millis(4),
            hookTime,
            millis(2),
            millis(6),
            millis(80),
            millis(5)));
  }

  @Test
  void the_phases_of_a_call_are_its_round_trip() {
    var phases = cost(millis(10)).phases(millis(100));

    assertThat(phases)
        .extracting(phase -> phase.name() + " " + phase.time().toMillis())
        .containsExactly(
            "client 5",
            "wire 15",
            "queue 1",
            "start 15",
            "walls 5",
            "exchange 25",
            "load 3",
            "construct 4",
            "hook 10",
            "reply 2",
            "end 6",
            "server 9");
    assertThat(phases.stream().map(Phase::time).reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(millis(100));
  }

  @Test
  void no_phase_is_less_than_zero_whatever_a_worker_says() {
    assertThat(cost(millis(1000)).phases(millis(10))).noneMatch(phase -> phase.time().isNegative());
  }
}
