// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.time.Duration;
import java.util.List;

/** The rows of section {@code invocation}. Stateless. */
final class InvocationKeys {
  private static final String LONGEST = "168h";

  static final ConfigKey<Integer> SLOTS =
      ConfigKey.of(
              "invocation.slots",
              Forms.number(1, 100_000),
              config -> config.invocation().slots(),
              "How many hooks may run at once.")
          .withDefaultWords(
              "128 for each processor and 1 for each 32 MiB of memory, the lesser;" + " 16 to 1024")
          .withFlag("--slots");
  static final ConfigKey<Integer> INSTANCE_SLOTS =
      ConfigKey.optional(
              "invocation.instance-slots",
              Forms.number(1, 100_000),
              config -> config.invocation().instanceSlots(),
              "all but a quarter of invocation.slots, which is at most 16",
              "How many of them the hooks of one instance may have, so that a slow plugin leaves"
                  + " some to the others.")
          .withFlag("--instance-slots");
  static final ConfigKey<Integer> QUEUE_LENGTH =
      ConfigKey.of(
          "invocation.queue-length",
          Forms.number(0, 1_000_000),
          config -> config.invocation().queueLength(),
          "How many calls may wait for a slot, half of them of one instance; more are refused.");
  static final ConfigKey<Duration> QUEUE_TIMEOUT =
      ConfigKey.of(
          "invocation.queue-timeout",
          Forms.duration("1ms", LONGEST),
          config -> config.invocation().queueTimeout(),
          "How long a call waits for a slot before it is refused.");
  static final ConfigKey<Integer> KNOWN_REQUESTS =
      ConfigKey.of(
          "invocation.known-requests",
          Forms.number(1, 10_000_000),
          config -> config.invocation().answers().requests(),
          "How many ended calls with a request id are known, so that a repetition runs nothing.");
  static final ConfigKey<Long> KEPT_ANSWERS =
      ConfigKey.of(
          "invocation.kept-answers",
          Forms.size(0, 16L << 30),
          config -> config.invocation().answers().bytes(),
          "How much of the server's memory their answers may take.");
  static final ConfigKey<Duration> KNOWN_TIME =
      ConfigKey.of(
          "invocation.known-time",
          Forms.duration("1ms", LONGEST),
          config -> config.invocation().answers().time(),
          "How long they are known.");
  static final ConfigKey<Duration> DEFAULT_TIME_LIMIT =
      ConfigKey.of(
              "invocation.default-time-limit",
              Forms.duration("1ms", LONGEST),
              config -> config.invocation().defaultTimeLimit(),
              "Time limit of a call when neither it nor its instance names one.")
          .withFlag("--default-time-limit");
  static final ConfigKey<Duration> MAX_TIME_LIMIT =
      ConfigKey.of(
              "invocation.max-time-limit",
              Forms.duration("1ms", LONGEST),
              config -> config.invocation().maxTimeLimit(),
              "Longest time limit that a call may ask for, not below the default one.")
          .withFlag("--max-time-limit");
  static final ConfigKey<Duration> START_TIMEOUT =
      ConfigKey.of(
          "invocation.start-timeout",
          Forms.duration("1ms", LONGEST),
          config -> config.invocation().startTimeout(),
          "How long a worker may take to come up.");
  static final ConfigKey<Long> OUTPUT_LIMIT =
      ConfigKey.of(
          "invocation.output-limit",
          Forms.size(0, 4L << 20),
          config -> (long) config.invocation().output().bytes(),
          "How much of each of a hook's two output streams is kept.");
  static final ConfigKey<Integer> OUTPUT_LINES =
      ConfigKey.of(
          "invocation.output-lines",
          Forms.number(0, 20_000),
          config -> config.invocation().output().lines(),
          "How many lines of each of these streams are kept.");
  static final ConfigKey<Long> OUTPUT_LINE_LIMIT =
      ConfigKey.of(
          "invocation.output-line-limit",
          Forms.size(64, 64L << 10),
          config -> (long) config.invocation().output().lineBytes(),
          "Longest line of output; a longer one is cut into several.");
  static final ConfigKey<Long> RESULT_LIMIT =
      ConfigKey.of(
          "invocation.result-limit",
          Forms.size(1L << 10, 8L << 20),
          config -> (long) config.invocation().resultLimitBytes(),
          "Largest result of a hook, as JSON text.");
  static final ConfigKey<Long> STATE_LIMIT =
      ConfigKey.of(
              "invocation.state-limit",
              Forms.size(4L << 10, 1L << 40),
              config -> config.invocation().state().bytes(),
              "How much a plugin may keep in each of its state directories.")
          .withFlag("--state-limit");
  static final ConfigKey<Integer> STATE_FILES =
      ConfigKey.of(
          "invocation.state-files",
          Forms.number(1, 1_000_000),
          config -> config.invocation().state().files(),
          "How many files, directories and links it may keep in each of them.");
  static final ConfigKey<Boolean> HIDE_TRACEBACKS =
      ConfigKey.of(
              "invocation.hide-tracebacks",
              Forms.trueOrFalse(),
              config -> config.invocation().hideTracebacks(),
              "Tell callers no more of a plugin's exception than its type; message and traceback"
                  + " are in the log only.")
          .withFlag("--hide-tracebacks");

  static final List<ConfigKey<?>> ALL =
      List.of(
          SLOTS,
          INSTANCE_SLOTS,
          QUEUE_LENGTH,
          QUEUE_TIMEOUT,
          KNOWN_REQUESTS,
          KEPT_ANSWERS,
          KNOWN_TIME,
          DEFAULT_TIME_LIMIT,
          MAX_TIME_LIMIT,
          START_TIMEOUT,
          OUTPUT_LIMIT,
          OUTPUT_LINES,
          OUTPUT_LINE_LIMIT,
          RESULT_LIMIT,
          STATE_LIMIT,
          STATE_FILES,
          HIDE_TRACEBACKS);

  private InvocationKeys() {}
}
