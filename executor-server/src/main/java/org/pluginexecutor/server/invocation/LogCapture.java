// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.scrub.CallSecrets;
import org.pluginexecutor.server.scrub.Scrubber;
import org.pluginexecutor.server.telemetry.LogKey;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.OutputListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Collects the lines of one invocation: numbers them, puts an id in front, hands them on and writes
 * them to the server's log. Where secrets are kept out of the log, its copy of the lines is written
 * when this is closed, on the thread of the call: a password that a plugin prints is known to be
 * one only when it is returned. The limits of output bound what waits. Thread-safe; lines are
 * handed on one at a time.
 */
final class LogCapture implements OutputListener, Resource {
  /**
   * The contract's word for what plugins print: operators search their logs for {@code plugin:}.
   */
  private static final Logger pluginLog = LoggerFactory.getLogger("plugin");

  private final String id;
  private final String prefix;
  private final InstantSource clock;
  private final Consumer<LogLine> onLogLine;
  private final Optional<CallSecrets> secrets;

  @GuardedBy("this")
  private final List<LogLine> lines = new ArrayList<>();

  /** For the server's log, in order; texts without the id in front. */
  @GuardedBy("this")
  private final List<Logged> waiting = new ArrayList<>();

  /** Lines of one kind go on from one to the next, and a secret may. */
  private enum Kind {
    STDOUT,
    STDERR,
    EXECUTOR,
    HIDDEN
  }

  private record Logged(Kind kind, String text, Instant time) {}

  /**
   * Begins with no lines.
   *
   * @param id the session id, or that of the invocation where there is no session
   * @param secrets what is kept out of the server's log; absent: nothing
   */
  LogCapture(
      String id, InstantSource clock, Consumer<LogLine> onLogLine, Optional<CallSecrets> secrets) {
    this.id = id;
    this.prefix = id + ": ";
    this.clock = clock;
    this.onLogLine = onLogLine;
    this.secrets = secrets;
  }

  /** What stands before each line. */
  String id() {
    return id;
  }

  @Override
  public void onLine(Stream stream, String text) {
    switch (stream) {
      case STDOUT -> add(LogLine.Source.STDOUT, Kind.STDOUT, text);
      case STDERR -> add(LogLine.Source.STDERR, Kind.STDERR, text);
    }
  }

  /** Adds a remark of the executor's own. */
  void remark(String text) {
    add(LogLine.Source.EXECUTOR, Kind.EXECUTOR, text);
  }

  /** Writes text to the server's log alone. */
  synchronized void keepFromCaller(String text) {
    var now = clock.instant();
    for (var line : text.lines().toList()) {
      log(new Logged(Kind.HIDDEN, line, now));
    }
  }

  /** Keeps the secrets in a value out of the lines that are still to be logged. */
  void keepSecret(PluginValue value) {
    secrets.ifPresent(known -> known.add(value));
  }

  /** Words that a plugin may have chosen, as they may stand in the server's log. */
  String withoutSecrets(String text) {
    return secrets.isPresent() ? secrets.get().scrubber().scrub(text) : text;
  }

  private synchronized void add(LogLine.Source source, Kind kind, String text) {
    var line = new LogLine(source, lines.size() + 1L, prefix + text, clock.instant());
    lines.add(line);
    log(new Logged(kind, text, line.time()));
    onLogLine.accept(line);
  }

  @GuardedBy("this")
  private void log(Logged line) {
    if (secrets.isPresent()) {
      waiting.add(line);
    } else {
      write(line, line.text());
    }
  }

  private void write(Logged line, String text) {
    var stream = line.kind() == Kind.HIDDEN ? Kind.EXECUTOR : line.kind();
    MDC.put(LogKey.STREAM.key(), stream.name().toLowerCase(Locale.ROOT));
    MDC.put(LogKey.PRINTED.key(), line.time().truncatedTo(ChronoUnit.MILLIS).toString());
    pluginLog.info("{}", VisibleText.of(prefix + text));
    MDC.remove(LogKey.STREAM.key());
    MDC.remove(LogKey.PRINTED.key());
  }

  synchronized List<LogLine> lines() {
    return List.copyOf(lines);
  }

  /** Writes what waits to the server's log. */
  @Override
  public synchronized void close() {
    if (waiting.isEmpty() || secrets.isEmpty()) {
      return;
    }
    var texts = scrubbed(secrets.get().scrubber());
    for (int i = 0; i < texts.length; i++) {
      write(waiting.get(i), texts[i]);
    }
    waiting.clear();
  }

  @GuardedBy("this")
  private String[] scrubbed(Scrubber scrubber) {
    var all = List.copyOf(waiting);
    var texts = new String[all.size()];
    for (var kind : Kind.values()) {
      var places =
          IntStream.range(0, texts.length).filter(i -> all.get(i).kind() == kind).toArray();
      var scrubbed =
          scrubber.scrub(Arrays.stream(places).mapToObj(i -> all.get(i).text()).toList());
      for (int i = 0; i < places.length; i++) {
        texts[places[i]] = scrubbed.get(i);
      }
    }
    return texts;
  }
}
