// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.pluginexecutor.server.config.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets the server's log up, on standard error; logback finds this class by itself. An XML file
 * would do the same, but reading one takes a tenth of a second. {@code -Dlogback.configurationFile}
 * names one all the same.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String APPENDER = "stderr";

  /**
   * What anybody who connects could fill the log with: a trace for each connection that is not
   * HTTP/2, and a complaint for each at a Unix socket. And the trace of a host that is not known,
   * which the command says in a sentence.
   */
  private static final List<String> NOISE =
      List.of(
          "io.grpc.internal.ManagedChannelImpl",
          "io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport.connections",
          "io.grpc.netty.shaded.io.netty.bootstrap");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName(APPENDER);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(LogFormat.TEXT, context));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    NOISE.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    // gRPC writes to the JDK's own logging; its lines belong into the same log.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static LogEncoder encoder(LogFormat format, LoggerContext context) {
    var encoder =
        switch (format) {
          case TEXT -> new TextLogEncoder();
          case JSON -> new JsonLogEncoder();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  /**
   * Sets the log of a server up that serves: lines have this form from now on, and nobody waits for
   * who reads them. A file of logback's own decides both by itself.
   */
  static void serve(LogFormat format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
      switch (root.getAppender(APPENDER)) {
        case QueuedAppender queued -> queued.delegate().setEncoder(encoder(format, context));
        case ConsoleAppender<ILoggingEvent> console -> {
          console.setEncoder(encoder(format, context));
          root.detachAppender(console);
          root.addAppender(QueuedAppender.before(console));
        }
        case null, default -> {}
      }
    }
  }

  /** Waits, for a moment at most, until what was logged is written. */
  static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
            instanceof QueuedAppender queued) {
      queued.flush();
    }
  }

  /** Lets only warnings through: the server is a tool of the verb, not what the user looks at. */
  static void warningsOnly() {
    level(Logger.ROOT_LOGGER_NAME, Level.WARN);
  }

  /** Lets everything of the server through. */
  static void everything() {
    level("org.pluginexecutor", Level.DEBUG);
  }

  private static void level(String logger, Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(logger).setLevel(level);
    }
  }
}
