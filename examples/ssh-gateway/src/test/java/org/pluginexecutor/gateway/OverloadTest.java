// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An executor that has no room lets nobody in. */
class OverloadTest extends GatewayTest {
  @Override
  protected String executorSettings() {
    return "invocation:\n  slots: 1\n  instance-slots: 1\n  queue-length: 0\n";
  }

  @Test
  void says_that_it_is_busy() throws Exception {
    var first = ssh("hangs", "deploy");
    Eventually.holds(() -> assertThat(latestCalls()).contains("aa.authenticate protocol=ssh"));

    var second = ssh("alice", "deploy").result();

    assertThat(second.exitCode()).isEqualTo(255);
    assertThat(second.err()).contains("Too many people want to enter now");
    assertThat(gateway.log()).contains("refused: the executor is overloaded: ");
    first.process().destroyForcibly();
  }
}
