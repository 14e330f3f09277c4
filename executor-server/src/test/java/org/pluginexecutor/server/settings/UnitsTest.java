// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0B, 0, 0B",
    "512B, 512, 512B",
    "64KiB, 65536, 64KiB",
    "1024KiB, 1048576, 1MiB",
    "200MiB, 209715200, 200MiB",
    "2GiB, 2147483648, 2GiB",
    "1TiB, 1099511627776, 1TiB",
    "1500B, 1500, 1500B",
  })
  void sizes_have_a_unit(String text, long bytes, String shown) {
    assertThat(Units.size(text)).hasValue(bytes);
    assertThat(Units.size(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "MiB", "-1B", "1.5GiB", "1MB", "1mib", "1 KiB", "999999999999TiB", "٣B"})
  void other_forms_of_sizes_are_refused(String text) {
    assertThat(Units.size(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S, 0s",
    "500ms, PT0.5S, 500ms",
    "30s, PT30S, 30s",
    "90s, PT1M30S, 90s",
    "300s, PT5M, 5m",
    "60m, PT1H, 1h",
    "168h, PT168H, 168h",
  })
  void durations_have_a_unit(String text, Duration duration, String shown) {
    assertThat(Units.duration(text)).hasValue(duration);
    assertThat(Units.duration(duration)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1d", "1 s", "9999999999999s"})
  void other_forms_of_durations_are_refused(String text) {
    assertThat(Units.duration(text)).isEmpty();
  }
}
