// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
  @ParameterizedTest
  @CsvSource({
    "8.0.0~, 8.0.0",
    "7.5.1, 8.0.0~",
    "8.0.0, 8.0.1~",
    "1.9, 1.10",
    "5.10.0, 6",
    "6, 6.0",
    "9.0.0, 10.0.0",
    "99999999999999999999.0, 100000000000000000000.0",
  })
  void puts_versions_in_the_order_of_their_numbers_with_a_tilde_before_the_end(
      String lower, String higher) {
    assertThat(VersionOrder.INSTANCE.compare(lower, higher)).isNegative();
    assertThat(VersionOrder.INSTANCE.compare(higher, lower)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"9.0.0, 9.0.0", "1.09, 1.9", "8.0.0~, 8.0.0~"})
  void finds_the_same_versions_the_same(String a, String b) {
    assertThat(VersionOrder.INSTANCE.compare(a, b)).isZero();
  }
}
