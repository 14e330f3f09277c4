// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "server.prot, server.port",
    "server.hst, server.host",
    "server.workerMemory, sandbox.worker-memory",
    "sandbox.worker_memory, sandbox.worker-memory",
    "worker-memory, sandbox.worker-memory",
    "sanbox.worker-cpus, sandbox.worker-cpu",
    "invocation.slot, invocation.slots",
    "runtime, runtimes",
    "data-dir, server.data-directory",
    "server.trusted-key, trust.key-files",
  })
  void a_slip_leads_to_the_key_that_was_meant(String unknown, String meant) {
    assertThat(ConfigKeys.meantBy(unknown)).isEqualTo(meant);
  }

  @Test
  void what_is_like_nothing_gets_one_all_the_same() {
    assertThat(NearestName.of("", List.of("b", "a"))).isEqualTo("a");
    assertThat(NearestName.of("x".repeat(1_000_000), List.of("b", "a"))).isEqualTo("a");
  }
}
