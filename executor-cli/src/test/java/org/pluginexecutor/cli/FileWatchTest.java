// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FileWatchTest {
  @Test
  void sees_what_changed_before_it_was_asked(@TempDir Path directory) throws Exception {
    var below = Files.createDirectories(directory.resolve("lib/tests"));
    try (var watch = FileWatch.start(directory, List.of())) {
      Files.writeString(below.resolve("test_it.py"), "changed");

      watch.awaitChange();
    }
  }

  @Test
  void sees_a_named_file_elsewhere_and_nothing_beside_it(
      @TempDir Path directory, @TempDir Path elsewhere) throws Exception {
    var scenario = elsewhere.resolve("login.yaml");
    try (var watch = FileWatch.start(directory, List.of(scenario))) {
      var waiting = Thread.ofVirtual().start(() -> await(watch));
      Files.writeString(elsewhere.resolve("other"), "");
      assertThat(waiting.join(Duration.ofMillis(500))).isFalse();

      Files.writeString(scenario, "");

      waiting.join();
    }
  }

  @Test
  void passes_over_what_programs_write(@TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("__pycache__"));
    try (var watch = FileWatch.start(directory, List.of())) {
      var waiting = Thread.ofVirtual().start(() -> await(watch));
      Files.writeString(directory.resolve("__pycache__/main.cpython-311.pyc"), "");
      Files.createDirectories(directory.resolve(".pytest_cache"));
      assertThat(waiting.join(Duration.ofMillis(500))).isFalse();

      Files.writeString(directory.resolve("main.py"), "");

      waiting.join();
    }
  }

  private static void await(FileWatch watch) {
    try {
      watch.awaitChange();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
