// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.pluginexecutor.server.worker.OutputListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the lines of one invocation: numbers them, puts an id in front, writes them to the
 * server's log and hands them on. Thread-safe; lines are handed on one at a time.
 */
final class LogCapture implements OutputListener {
  /**
   * The contract's word for what plugins print: operators search their logs for {@code plugin:}.
   */
  private static final Logger pluginLog = LoggerFactory.getLogger("plugin");

  private final String prefix;
  private final InstantSource clock;
  private final Consumer<LogLine> onLogLine;

  @GuardedBy("this")
  private final List<LogLine> lines = new ArrayList<>();

  /**
   * Begins with no lines.
   *
   * @param id the session id, or that of the invocation where there is no session
   */
  LogCapture(String id, InstantSource clock, Consumer<LogLine> onLogLine) {
    this.prefix = id + ": ";
    this.clock = clock;
    this.onLogLine = onLogLine;
  }

  @Override
  public void onLine(Stream stream, String text) {
    add(
        switch (stream) {
          case STDOUT -> LogLine.Source.STDOUT;
          case STDERR -> LogLine.Source.STDERR;
        },
        text);
  }

  /** Adds a remark of the executor's own. */
  void remark(String text) {
    add(LogLine.Source.EXECUTOR, text);
  }

  /** Writes text to the server's log alone. */
  synchronized void keepFromCaller(String text) {
    text.lines().forEach(line -> pluginLog.info("{}", VisibleText.of(prefix + line)));
  }

  private synchronized void add(LogLine.Source source, String text) {
    var line = new LogLine(source, lines.size() + 1L, prefix + text, clock.instant());
    lines.add(line);
    pluginLog.info("{}", VisibleText.of(line.text()));
    onLogLine.accept(line);
  }

  synchronized List<LogLine> lines() {
    return List.copyOf(lines);
  }
}
