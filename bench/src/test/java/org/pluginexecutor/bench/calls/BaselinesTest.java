// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
  @TempDir private Path work;
  private Python python = new Python(Path.of("python3"), "");

  @BeforeEach
  void findPython() throws IOException {
    python = Python.find(Optional.empty());
  }

  @Test
  void a_plain_interpreter_calls_every_plugin() throws IOException {
    try (var plain = InterpreterPerCall.plain(python, new Trees(work, python))) {
      callAll(plain);
      assertThat(plain.cpuTime().workers()).isPositive();
    }
  }

  @Test
  void a_fork_server_calls_every_plugin() throws IOException {
    try (var server = new ForkServer(work, python, new Trees(work, python))) {
      callAll(server);
      assertThat(server.memory().others()).isPositive();
    }
  }

  @Test
  void a_hook_that_raises_fails_the_call() throws IOException {
    var raising =
        Workload.of(
            "raising",
            "raises",
            List.of(),
            "class Plugin(object):\n"
                + "    def __init__(self, configuration):\n"
                + "        raise ValueError\n");
    try (var plain = InterpreterPerCall.plain(python, new Trees(work, python))) {
      plain.prepare(raising);

      assertThatThrownBy(() -> plain.call(raising))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("plain interpreter");
    }
  }

  @Test
  void plugins_are_the_same_bytes_each_time_and_differ() throws IOException {
    for (var workload : Workloads.all()) {
      assertThat(workload.zip()).isEqualTo(workload.zip());
    }
    assertThat(Workloads.all()).extracting(Workload::name).doesNotHaveDuplicates();
    assertThat(Workloads.ofSize(50).zip()).hasSizeLessThan(20 << 20);
  }

  private void callAll(Contender contender) throws IOException {
    for (var workload : Workloads.all()) {
      if (workload.needs().isEmpty() || python.has(workload.needs().get())) {
        contender.prepare(workload);
        contender.call(workload);
      }
    }
  }
}
