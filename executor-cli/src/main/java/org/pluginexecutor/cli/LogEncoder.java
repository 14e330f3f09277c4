// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pluginexecutor.server.telemetry.VisibleText;

/**
 * Writes lines of the log, in either form. All text passes {@link VisibleText} here, at the last
 * gate, wherever it came from: nobody can make a line, or what looks like one. Thread-safe as
 * subclasses are stateless.
 */
abstract class LogEncoder extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A calendar costs more than all else in a line, and many lines have the same second. */
  private record Second(long epochSecond, String text) {}

  private static volatile Second latest = second(0);

  /** The event as text, with its line end. */
  abstract String text(ILoggingEvent event);

  @Override
  public final byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public final byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public final byte[] encode(ILoggingEvent event) {
    return text(event).getBytes(StandardCharsets.UTF_8);
  }

  static String time(ILoggingEvent event) {
    var time = Instant.ofEpochMilli(event.getTimeStamp());
    var second = latest;
    if (second.epochSecond() != time.getEpochSecond()) {
      second = second(time.getEpochSecond());
      latest = second;
    }
    // With a digit in front, so that its zeros are not lost.
    return second.text() + Integer.toString(1000 + time.getNano() / 1_000_000).substring(1) + 'Z';
  }

  private static Second second(long epochSecond) {
    return new Second(epochSecond, SECOND.format(Instant.ofEpochSecond(epochSecond)));
  }

  static String message(ILoggingEvent event) {
    return visible(event.getFormattedMessage());
  }

  /** The last part of the logger's name: that of the class, or {@code plugin}. */
  static String logger(ILoggingEvent event) {
    var name = event.getLoggerName();
    return visible(name.substring(name.lastIndexOf('.') + 1));
  }

  static String visible(String text) {
    return VisibleText.of(text);
  }

  /** The exception of an event, one text for each line; empty when there is none. */
  static List<String> exception(ILoggingEvent event) {
    var lines = new ArrayList<String>();
    if (event.getThrowableProxy() != null) {
      add("", event.getThrowableProxy(), lines);
    }
    return lines;
  }

  private static void add(String intro, IThrowableProxy failure, List<String> lines) {
    var message = failure.getMessage() == null ? "" : ": " + visible(failure.getMessage());
    lines.add(intro + visible(failure.getClassName()) + message);
    StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
    int shown = frames == null ? 0 : frames.length - failure.getCommonFrames();
    for (int i = 0; i < shown; i++) {
      lines.add("  " + visible(frames[i].getSTEAsString()));
    }
    for (var suppressed : failure.getSuppressed()) {
      add("suppressed: ", suppressed, lines);
    }
    if (failure.getCause() != null && !failure.isCyclic()) {
      add("caused by: ", failure.getCause(), lines);
    }
  }
}
