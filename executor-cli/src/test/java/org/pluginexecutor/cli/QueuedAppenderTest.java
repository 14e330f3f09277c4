// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pluginexecutor.server.telemetry.DroppedLines;

/** The log when its reader is slow, or gone. */
@Timeout(60)
class QueuedAppenderTest {
  private final LogbackMDCAdapter fields = new LogbackMDCAdapter();
  private final Pipe pipe = new Pipe();
  private final QueuedAppender appender;
  private final Logger logger;

  /** What the log is written to; it takes nothing until somebody reads. */
  private static final class Pipe extends OutputStream {
    private final CountDownLatch isRead = new CountDownLatch(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        isRead.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      taken.write(bytes, offset, length);
    }

    List<String> lines() {
      return taken.toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  QueuedAppenderTest() {
    var context = new LoggerContext();
    context.setMDCAdapter(fields);
    var encoder = new TextLogEncoder();
    encoder.setContext(context);
    encoder.start();
    var written = new OutputStreamAppender<ILoggingEvent>();
    written.setContext(context);
    written.setName("pipe");
    written.setEncoder(encoder);
    written.setOutputStream(pipe);
    written.start();
    this.appender = QueuedAppender.before(written);
    this.logger = context.getLogger("org.example.Speaker");
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
  }

  @AfterEach
  void read() {
    pipe.isRead.countDown();
  }

  @Test
  void a_line_has_the_fields_and_arguments_of_the_moment_in_which_it_was_logged() {
    var argument = new StringBuilder("before");
    fields.put("session_id", "s-1");
    logger.info("said {}", argument);
    fields.put("session_id", "s-2");
    argument.append(" and after");
    logger.info("said {}", argument);
    fields.clear();

    pipe.isRead.countDown();
    appender.flush();

    assertThat(pipe.lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("[session_id=s-1] Speaker: said before"),
            line -> assertThat(line).endsWith("[session_id=s-2] Speaker: said before and after"));
  }

  @Test
  void nobody_waits_for_a_pipe_that_nobody_reads_and_the_loss_is_counted_and_told() {
    long before = DroppedLines.total();
    int logged = 50_000;
    for (int i = 0; i < logged; i++) {
      logger.info("line {}", i);
    }
    logger.error("important");
    long dropped = DroppedLines.total() - before;
    assertThat(dropped).isPositive();

    pipe.isRead.countDown();
    appender.flush();

    var lines = pipe.lines();
    assertThat(lines).anyMatch(line -> line.endsWith(" ERROR Speaker: important"));
    assertThat(lines)
        .anyMatch(line ->
            line.endsWith(
                " WARN QueuedAppender: "
                    + dropped
                    + " lines of the log were dropped, as nobody took them in time"));
    assertThat(lines.stream().filter(line -> line.contains(": line ")))
        .hasSize((int) (logged - dropped));
  }

  @Test
  void long_lines_take_no_more_memory_than_short_ones() {
    long before = DroppedLines.total();
    var line = "x".repeat(64 << 10);
    for (int i = 0; i < 1_000; i++) {
      logger.info("{} {}", i, line);
    }

    assertThat(DroppedLines.total() - before).isGreaterThan(800);
  }

  @Test
  void the_end_of_the_process_waits_for_a_reader_but_not_for_ever() {
    logger.info("last words");

    long start = System.nanoTime();
    appender.flush();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(pipe.lines()).isEmpty();
  }
}
