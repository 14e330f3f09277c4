// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts refusals for overload into one line of the log for a while: a line for each would cost more
 * than the refusal. Thread-safe.
 */
public final class RefusalLog {
  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

  /** As many lines' worth of names as anybody reads. */
  private static final int MOST_NAMES = 50;

  private static final int MAX_NAME_LENGTH = 200;

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Counts a refusal; one that is not for overload has a line of its own. */
  void count(ExecutorError error) {
    switch (error) {
      case ExecutorError.QuotaExceeded(var share, _, _) -> {
        var name = error.reason() + " of " + share;
        add(counts.size() < MOST_NAMES || counts.containsKey(name) ? name : error.reason());
      }
      case ExecutorError.Overload _ -> add(error.reason());
      default -> {}
    }
  }

  private void add(String name) {
    counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
  }

  /** Writes what was counted since the last time, if anything was. */
  public void write() {
    var taken = new TreeMap<String, Long>();
    for (var name : List.copyOf(counts.keySet())) {
      var count = counts.remove(name);
      if (count != null) {
        taken.put(name, count.sum());
      }
    }
    if (!taken.isEmpty()) {
      log.warn(
          "calls refused for overload since the last such line: {}",
          VisibleText.of(
              taken.entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey())
                  .collect(Collectors.joining(", ")),
              MOST_NAMES * MAX_NAME_LENGTH));
    }
  }
}
