// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.OutputFrame.OutputType;

class PluginLogTest {
  private final Logger root = (Logger) LoggerFactory.getLogger("org.pluginexecutor.testing");
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  @BeforeEach
  void listen() {
    events.start();
    root.addAppender(events);
  }

  @AfterEach
  void leave() {
    root.detachAppender(events);
  }

  private String logged(String line) {
    var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    new PluginLog().accept(new OutputFrame(OutputType.STDERR, bytes));
    var event = events.list.get(events.list.size() - 1);
    return event.getLoggerName().replace("org.pluginexecutor.testing.", "")
        + " "
        + event.getLevel()
        + ": "
        + event.getFormattedMessage();
  }

  @Test
  void what_a_plugin_prints_goes_to_the_logger_of_plugins() {
    assertThat(
            logged(
                "2026-11-22T12:00:00.317Z INFO [session_id=a hook=authenticate stream=stdout]"
                    + " plugin: a: knock"))
        .isEqualTo("plugin INFO: a: knock");
  }

  @Test
  void what_the_server_says_goes_to_the_logger_of_the_server() {
    assertThat(logged("2026-11-22T12:00:00.318Z WARN Isolation: level portable"))
        .isEqualTo("server WARN: Isolation: level portable");
    assertThat(logged("2026-11-22T12:00:00.318Z ERROR [hook=x] Store: plugin: gone"))
        .isEqualTo("server ERROR: [hook=x] Store: plugin: gone");
  }

  @Test
  void a_line_of_another_form_is_passed_on_as_it_is() {
    assertThat(logged("plugin-executor: no such key"))
        .isEqualTo("server INFO: plugin-executor: no such key");
  }
}
