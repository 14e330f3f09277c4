// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.v1.Verdict;

class CallPathTest {
  /** What the whole server may allocate; this is its own code without the network and processes. */
  private static final long MOST_BYTES = 64 << 10;

  private static final int CALLS = 500;

  @TempDir private Path directory;

  @Test
  void a_call_is_answered_as_a_server_answers_it() throws Exception {
    try (var path = CallPath.open(directory, 1)) {
      var response = path.call();

      assertThat(response.getReturned().getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPT);
      assertThat(response.getSessionCookie().getFieldsMap()).containsKey("user");
      assertThat(response.getLogLinesList()).hasSize(1);
    }
  }

  @Test
  void a_call_allocates_less_than_a_whole_server_may() throws Exception {
    try (var path = CallPath.open(directory, 10)) {
      allocatedBytesPerCall(path);

      assertThat(allocatedBytesPerCall(path)).isLessThan(MOST_BYTES);
    }
  }

  private static long allocatedBytesPerCall(CallPath path) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      path.call();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
  }
}
