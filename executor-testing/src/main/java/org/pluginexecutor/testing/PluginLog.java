// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.output.OutputFrame;

/**
 * Passes the server's log on to SLF4J: what plugins print to one logger, everything else to
 * another. Thread-safe.
 */
final class PluginLog implements Consumer<OutputFrame> {
  /** Time, level, the call that the line is about, and then the logger with the message. */
  private static final Pattern LINE =
      Pattern.compile("\\S+Z (?<level>[A-Z]+) (?<call>\\[.*?] )?(?<logger>\\w+): (?<message>.*)");

  private static final Logger PLUGIN = LoggerFactory.getLogger("org.pluginexecutor.testing.plugin");
  private static final Logger SERVER = LoggerFactory.getLogger("org.pluginexecutor.testing.server");

  @Override
  public void accept(OutputFrame frame) {
    String text = frame.getUtf8StringWithoutLineEnding();
    var line = LINE.matcher(text);
    if (!line.matches()) {
      if (!text.isEmpty()) {
        SERVER.info("{}", text);
      }
      return;
    }
    String level = line.group("level");
    if (line.group("logger").equals("plugin")) {
      // It begins with the session.
      write(PLUGIN, level, line.group("message"));
    } else {
      write(SERVER, level, text.substring(line.end("level") + 1));
    }
  }

  private static void write(Logger logger, String level, String message) {
    switch (level) {
      case "ERROR" -> logger.error("{}", message);
      case "WARN" -> logger.warn("{}", message);
      case "INFO" -> logger.info("{}", message);
      default -> logger.debug("{}", message);
    }
  }
}
