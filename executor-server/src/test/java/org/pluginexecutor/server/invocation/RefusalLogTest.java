// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.telemetry.RecordedLog;

class RefusalLogTest {
  private final RefusalLog refusals = new RefusalLog();

  @Test
  void one_line_has_them_all() {
    for (int i = 0; i < 1_000; i++) {
      refusals.count(new ExecutorError.QueueFull("full", Duration.ZERO));
    }
    refusals.count(new ExecutorError.QuotaExceeded("instance a", "full", Duration.ZERO));
    refusals.count(new ExecutorError.InstanceNotFound("x"));

    refusals.write();
    refusals.write();

    assertThat(RecordedLog.of(RefusalLog.class.getName(), "QUOTA_EXCEEDED of instance a"))
        .containsExactly(
            "calls refused for overload since the last such line: 1000 QUEUE_FULL, 1"
                + " QUOTA_EXCEEDED of instance a");
  }
}
