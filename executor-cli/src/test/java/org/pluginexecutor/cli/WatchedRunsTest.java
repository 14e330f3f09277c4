// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class WatchedRunsTest {
  @Test
  void a_run_that_fails_is_followed_by_the_next_one(@TempDir Path directory) throws Exception {
    var printed = new ByteArrayOutputStream();
    var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(stream, stream, Style.PLAIN, Map.of(), Optional.empty());
    var contents = new LinkedBlockingQueue<String>();
    var file = Files.writeString(directory.resolve("main.py"), "broken");
    var runs =
        Thread.ofVirtual()
            .start(() -> repeat(new WatchedRuns(terminal, directory, List.of()), file, contents));
    assertThat(contents.take()).isEqualTo("broken");

    Files.writeString(file, "mended");

    assertThat(contents.take()).isEqualTo("mended");
    runs.interrupt();
    runs.join();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("plugin-executor: not good\n")
        .contains("waiting for a change; Ctrl-C ends\n");
  }

  private static void repeat(WatchedRuns runs, Path file, LinkedBlockingQueue<String> contents) {
    try {
      runs.repeat(() -> {
        contents.add(Files.readString(file));
        throw new CliException(ExitCode.DATA, "not good");
      });
    } catch (IOException | InterruptedException _) {
      // The interrupt of the test.
    }
  }
}
