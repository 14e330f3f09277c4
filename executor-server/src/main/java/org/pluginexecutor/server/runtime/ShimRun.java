// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/** Runs a verb of the shim that prints a few lines of JSON and ends. Stateless. */
final class ShimRun {
  private static final int MAX_ANSWER_BYTES = 64 << 10;
  private static final Duration LAST_WORDS_TIME_LIMIT = Duration.ofSeconds(1);

  private ShimRun() {}

  /**
   * What the process said, and whether it came to a good end.
   *
   * @param answers its lines, as far as they are whole
   * @param inTime whether it ended before its time limit
   * @param succeeded whether it ended in time and with exit code 0
   */
  record Result(List<PluginValue.Dict> answers, boolean inTime, boolean succeeded) {}

  /**
   * Runs a process to its end, or kills it with everything that it started.
   *
   * @param builder command and environment
   * @param input what it reads
   */
  static Result run(ProcessBuilder builder, byte[] input, Duration timeLimit)
      throws IOException, InterruptedException {
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    var output = new Output(process.getInputStream());
    var reader = Thread.ofPlatform().name("shim-output").daemon().start(output);
    try {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException _) {
        // It ended before it read: its exit code says so.
      }
      boolean ended = process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        kill(process);
        process.waitFor();
      }
      // What a wrapper left in the background may keep the pipe open for ever.
      reader.join(LAST_WORDS_TIME_LIMIT);
      return new Result(parse(output.text()), ended, ended && process.exitValue() == 0);
    } finally {
      kill(process);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Reads a process's output as far as it counts. Thread-safe. */
  private static final class Output implements Runnable {
    private final InputStream stream;

    @GuardedBy("this")
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public void run() {
      var buffer = new byte[8 << 10];
      try {
        int count = stream.read(buffer);
        while (count >= 0 && add(buffer, count)) {
          count = stream.read(buffer);
        }
      } catch (IOException _) {
        // It was killed: what there is so far counts.
      }
    }

    private synchronized boolean add(byte[] buffer, int count) {
      bytes.write(buffer, 0, count);
      return bytes.size() < MAX_ANSWER_BYTES;
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static List<PluginValue.Dict> parse(String text) throws IOException {
    var answers = new ArrayList<PluginValue.Dict>();
    for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      if (ValueJson.read(line.getBytes(StandardCharsets.UTF_8)) instanceof PluginValue.Dict dict) {
        answers.add(dict);
      }
    }
    return answers;
  }
}
