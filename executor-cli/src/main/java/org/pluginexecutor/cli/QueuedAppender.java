// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.pluginexecutor.server.telemetry.DroppedLines;

/**
 * Keeps the log from holding up who writes it, when nobody reads the pipe that it goes to: lines
 * wait for a thread of their own, and where there is no room for them they are dropped and counted.
 * Thread-safe. How many were dropped is said as soon as half of the room is free again.
 *
 * <p>Logback's own appender of this kind does not tell how many it drops.
 */
final class QueuedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  /** Of lines; what two calls print at most by default. */
  private static final int CAPACITY = 20_000;

  /** Of characters in lines that wait: long ones must not take the memory of calls. */
  private static final long CHARACTERS = 8L << 20;

  /** The part of the room that is for warnings and errors alone. */
  private static final int RESERVED = 10;

  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);

  private final OutputStreamAppender<ILoggingEvent> delegate;
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>(CAPACITY);
  private final AtomicLong characters = new AtomicLong();
  private final AtomicLong untold = new AtomicLong();

  /** What waits to be done. */
  private sealed interface Entry {
    /** A line to be written. */
    record Line(ILoggingEvent event) implements Entry {}

    /** Somebody waits until all before it is written. */
    record Mark(CountDownLatch reached) implements Entry {}
  }

  private QueuedAppender(OutputStreamAppender<ILoggingEvent> delegate) {
    this.delegate = delegate;
  }

  /** Puts a queue before an appender, and starts its thread, which ends with the process. */
  static QueuedAppender before(OutputStreamAppender<ILoggingEvent> delegate) {
    var appender = new QueuedAppender(delegate);
    appender.setContext(delegate.getContext());
    appender.setName(delegate.getName());
    appender.start();
    // One of the system's: the pipe may hold it for ever.
    Thread.ofPlatform().daemon().name("log-writer").start(appender::write);
    return appender;
  }

  OutputStreamAppender<ILoggingEvent> delegate() {
    return delegate;
  }

  @Override
  protected void append(ILoggingEvent event) {
    // The fields and the arguments as they are now, and on this thread.
    event.prepareForDeferredProcessing();
    int length = event.getFormattedMessage().length();
    if (hasRoom(event.getLevel()) && queue.offer(new Entry.Line(event))) {
      characters.addAndGet(length);
    } else {
      untold.incrementAndGet();
      DroppedLines.count();
    }
  }

  private boolean hasRoom(Level level) {
    int reserved = level.isGreaterOrEqual(Level.WARN) ? 0 : RESERVED;
    return queue.remainingCapacity() > CAPACITY / 100 * reserved
        && characters.get() < CHARACTERS / 100 * (100 - reserved);
  }

  private void write() {
    try {
      while (true) {
        switch (queue.take()) {
          case Entry.Line(var event) -> {
            characters.addAndGet(-event.getFormattedMessage().length());
            delegate.doAppend(event);
          }
          case Entry.Mark(var reached) -> {
            tell();
            reached.countDown();
          }
        }
        if (queue.size() < CAPACITY / 2 && characters.get() < CHARACTERS / 2) {
          tell();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    long dropped = untold.getAndSet(0);
    if (dropped > 0 && getContext() instanceof LoggerContext context) {
      delegate.doAppend(
          new LoggingEvent(
              QueuedAppender.class.getName(),
              context.getLogger(QueuedAppender.class),
              Level.WARN,
              "{} lines of the log were dropped, as nobody took them in time",
              null,
              new Object[] {dropped}));
    }
  }

  /** Waits until what was logged so far is written; not for ever, as nobody may read it. */
  void flush() {
    var mark = new Entry.Mark(new CountDownLatch(1));
    try {
      if (queue.offer(mark, FLUSH_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        var _ = mark.reached().await(FLUSH_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
