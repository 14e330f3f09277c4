// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/** Runs a verb of the shim that prints a few lines of JSON and ends. Stateless. */
final class ShimRun {
  /** What a pipe holds, so that the process can end before anybody reads. */
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  private ShimRun() {}

  /**
   * What the process said, and whether it came to a good end.
   *
   * @param answers its lines, as far as they are whole
   * @param succeeded whether it ended in time and with exit code 0
   */
  record Result(List<PluginValue.Dict> answers, boolean succeeded) {}

  /**
   * Runs a process to its end, or kills it.
   *
   * @param builder command and environment
   * @param input what it reads
   */
  static Result run(ProcessBuilder builder, byte[] input, Duration timeLimit)
      throws IOException, InterruptedException {
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    try {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException _) {
        // It ended before it read: its exit code says so.
      }
      boolean ended = process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      var text =
          new String(process.getInputStream().readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
      return new Result(parse(text), ended && process.exitValue() == 0);
    } finally {
      process.destroyForcibly();
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
