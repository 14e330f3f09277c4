// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  private static boolean mayMount(String effective) throws IOException {
    return Capabilities.parse(List.of("CapPrm:\t0000000000000000", "CapEff:\t" + effective))
        .contains(Capabilities.SYS_ADMIN);
  }

  @Test
  void root_of_a_machine_may_mount() throws IOException {
    assertThat(mayMount("000001ffffffffff")).isTrue();
    assertThat(mayMount("ffffffffffffffff")).isTrue();
  }

  @Test
  void root_of_a_container_and_others_may_not() throws IOException {
    assertThat(mayMount("00000000a80425fb")).isFalse();
    assertThat(mayMount("0000000000000000")).isFalse();
  }

  @Test
  void every_process_has_some_or_none() throws IOException {
    assertThat(Capabilities.ofThisProcess()).isNotNull();
  }

  @Test
  void a_status_without_the_field_is_an_error() {
    assertThatThrownBy(() -> Capabilities.parse(List.of("Name:\tjava")))
        .hasMessageContaining("CapEff");
  }
}
