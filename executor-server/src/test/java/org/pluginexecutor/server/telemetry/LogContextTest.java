// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {
  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void is_that_of_the_call_on_a_thread_that_works_for_several() throws Exception {
    var seen = new ArrayList<@Nullable String>();
    Runnable look = () -> seen.add(MDC.get("session_id"));
    MDC.put("session_id", "s-1");
    var first = LogContext.carried(look);
    MDC.put("session_id", "s-2");
    var second = LogContext.carried(look);
    MDC.clear();
    try (var timer = Executors.newSingleThreadExecutor()) {
      for (var work : List.of(first, second, look, first)) {
        timer.submit(work).get();
      }
    }

    assertThat(seen).containsExactly("s-1", "s-2", null, "s-1");
  }

  @Test
  void comes_back_when_the_work_is_done_on_the_same_thread() {
    MDC.put("session_id", "s-1");
    var work = LogContext.carried(() -> MDC.put("session_id", "other"));
    MDC.put("session_id", "s-2");

    work.run();

    assertThat(MDC.get("session_id")).isEqualTo("s-2");
  }
}
