// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pluginexecutor.server.scrub.CallSecrets;
import org.pluginexecutor.server.telemetry.RecordedLog;
import org.pluginexecutor.server.worker.OutputListener.Stream;

class LogCaptureTest {
  private final AtomicLong seconds = new AtomicLong();
  private final List<LogLine> handedOn = new ArrayList<>();

  private LogCapture capture(String sessionId) {
    return new LogCapture(
        sessionId,
        () -> Instant.ofEpochSecond(seconds.incrementAndGet()),
        handedOn::add,
        Optional.empty());
  }

  @Test
  void numbers_the_lines_and_puts_the_session_id_in_front() {
    var capture = capture("s-1");

    capture.onLine(Stream.STDOUT, "a");
    capture.onLine(Stream.STDERR, "");
    capture.remark("r");

    assertThat(capture.lines())
        .containsExactly(
            new LogLine(LogLine.Source.STDOUT, 1, "s-1: a", Instant.ofEpochSecond(1)),
            new LogLine(LogLine.Source.STDERR, 2, "s-1: ", Instant.ofEpochSecond(2)),
            new LogLine(LogLine.Source.EXECUTOR, 3, "s-1: r", Instant.ofEpochSecond(3)));
  }

  @Test
  void hands_each_line_on_when_it_comes() {
    var capture = capture("s-1");

    capture.onLine(Stream.STDOUT, "a");

    assertThat(handedOn).isEqualTo(capture.lines()).hasSize(1);
  }

  @Test
  void numbers_lines_of_several_threads_without_a_gap() throws InterruptedException {
    var capture = capture("s-1");
    var threads = new ArrayList<Thread>();
    for (var stream : Stream.values()) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 500; i++) {
                  capture.onLine(stream, Integer.toString(i));
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(handedOn)
        .extracting(LogLine::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 1000).boxed().toList());
    assertThat(handedOn.stream().filter(l -> l.source() == LogLine.Source.STDERR))
        .extracting(LogLine::text)
        .containsExactlyElementsOf(
            java.util.stream.IntStream.range(0, 500).mapToObj(i -> "s-1: " + i).toList());
  }

  @Test
  void writes_each_line_to_the_log_of_plugins() {
    capture("log-test-1").onLine(Stream.STDOUT, "hello {} \t wörld");

    assertThat(RecordedLog.of("plugin", "log-test-1"))
        .containsExactly("log-test-1: hello {} \t wörld");
  }

  @ParameterizedTest
  @CsvSource({
    "10, 000a",
    "13, 000d",
    "27, 001b",
    "0, 0000",
    "133, 0085",
    "8232, 2028",
    "8233, 2029",
    "8238, 202e",
    "8294, 2066",
    "8207, 200f",
    "8203, 200b",
    "65279, feff",
    "155, 009b",
    "55296, d800"
  })
  void cannot_be_made_to_forge_a_line_of_the_log(int character, String escaped) {
    var sessionId = "forge-" + character;
    var capture = capture(sessionId);

    capture.onLine(Stream.STDOUT, "a" + Character.toString(character) + "b");

    assertThat(RecordedLog.of("plugin", sessionId))
        .containsExactly(sessionId + ": a\\u" + escaped + "b");
    assertThat(capture.lines().getFirst().text())
        .isEqualTo(sessionId + ": a" + Character.toString(character) + "b");
  }

  @Test
  void keeps_secrets_out_of_the_log_alone_also_those_that_are_returned_later() {
    var secrets = new CallSecrets("[x]\nbind = c0nfigured");
    try (var capture =
        new LogCapture("scrub-1", InstantSource.system(), handedOn::add, Optional.of(secrets))) {
      capture.keepSecret(dict("gateway_password", "g4teway"));
      capture.onLine(Stream.STDOUT, "c0nfigured, g4teway, return");
      capture.onLine(Stream.STDERR, "between");
      capture.onLine(Stream.STDOUT, "ed-1");
      capture.remark("c0nfigured");
      capture.keepFromCaller("ValueError: g4teway");
      assertThat(RecordedLog.of("plugin", "scrub-1")).isEmpty();
      capture.keepSecret(dict("passwords", List.of("returned-1")));
      assertThat(capture.withoutSecrets("raised returned-1")).isEqualTo("raised ***");
    }

    assertThat(RecordedLog.of("plugin", "scrub-1"))
        .containsExactly(
            "scrub-1: ***, ***, ***",
            "scrub-1: between",
            "scrub-1: ***",
            "scrub-1: ***",
            "scrub-1: ValueError: ***");
    assertThat(handedOn)
        .extracting(LogLine::text)
        .containsExactly(
            "scrub-1: c0nfigured, g4teway, return",
            "scrub-1: between",
            "scrub-1: ed-1",
            "scrub-1: c0nfigured");
  }
}
