// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultSlotsTest {
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 32",
    "2, 2, 64",
    "2, 24, 256",
    "4, 256, 512",
    "64, 512, 1024",
    "0, 0, 16",
  })
  void follows_from_processors_and_memory(int processors, long gibibytes, int slots) {
    assertThat(DefaultSlots.of(processors, gibibytes * GIB)).isEqualTo(slots);
  }

  @Test
  void a_small_container_has_few() {
    assertThat(DefaultSlots.of(8, 512L << 20)).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "4, 3", "16, 12", "64, 48", "256, 240", "1064, 1048"})
  void one_instance_leaves_some_to_the_others(int slots, int ofOne) {
    var config = InvocationConfig.defaults();

    assertThat(config.withSlots(slots, config.queueLength(), config.queueTimeout()).slotsOfOne())
        .isEqualTo(ofOne);
  }

  @Test
  void one_instance_may_have_what_the_operator_says() {
    var config = InvocationConfig.defaults().withInstanceSlots(3);

    assertThat(config.slotsOfOne()).isEqualTo(3);
    assertThat(config.withSlots(2, 1, config.queueTimeout()).slotsOfOne()).isEqualTo(2);
  }
}
