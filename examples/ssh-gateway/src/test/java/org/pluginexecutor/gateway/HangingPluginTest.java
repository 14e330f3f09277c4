// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plugin that does not answer costs its user the time limit, and the executor no slot for longer.
 */
class HangingPluginTest extends GatewayTest {
  @Override
  protected String settings() {
    return "login:\n  hook-time: 2s\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"hangs", "hangs-later"})
  void lets_nobody_in(String user) throws Exception {
    var result = ssh(user, "deploy").result();

    assertThat(result.exitCode()).isEqualTo(255);
    assertThat(result.err()).contains("cannot be decided now");
    assertThat(gateway.log()).contains("access plugin fails: no answer within PT2S");
  }
}
