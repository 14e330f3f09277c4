// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceRateTest {
  private final ServiceRate rate = new ServiceRate();

  private void turns(int count, long every) {
    for (int i = 0; i < count; i++) {
      rate.turn(i * every);
    }
  }

  @Test
  void says_nothing_after_a_few_turns() {
    turns(7, 10);

    assertThat(rate.nanosPerTurn(70)).isEmpty();
  }

  @Test
  void is_the_pace_of_the_latest_turns() {
    turns(8, 10);
    assertThat(rate.nanosPerTurn(80)).hasValue(10);

    for (int i = 0; i < 64; i++) {
      rate.turn(1_000 + i * 100);
    }
    assertThat(rate.nanosPerTurn(1_000 + 6_400)).hasValue(100);
  }

  @Test
  void slows_down_while_no_turn_comes() {
    turns(8, 10);

    assertThat(rate.nanosPerTurn(800)).hasValue(100);
  }

  @Test
  void begins_anew_when_nobody_waits() {
    turns(8, 10);
    rate.forget();

    assertThat(rate.nanosPerTurn(80)).isEmpty();
  }
}
