// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** A server with as many calls as it can carry, and with many more. Confined to one thread. */
final class Overload {
  private static final int WAITING_WORKERS = 2;
  private static final List<Integer> IN_FLIGHT = List.of(8, 32, 128);
  private static final int ROUNDS = 4;
  private static final Pattern BUCKET =
      Pattern.compile("pluginexecutor_refusal_seconds_bucket\\{le=\"([^\"]+)\"\\} ([0-9.E]+)");

  private final Plan plan;
  private final Series series;

  /**
   * What is sent.
   *
   * @param times what the server carries
   * @param clients how many connections there are
   * @param deadline of each call
   * @param warmUp before anything is measured
   * @param step how long each load lasts
   * @param serverCommand what stands before the server's command
   */
  record Plan(
      int times,
      int clients,
      Duration deadline,
      Duration warmUp,
      Duration step,
      List<String> serverCommand) {}

  /**
   * What it carries and what it does with too much, one after the other: the speed of a machine
   * changes.
   *
   * @param withinTenMillis which part of the refusals took the server no longer
   */
  private record Round(
      AsyncLoad.Result most, AsyncLoad.Result overloaded, double withinTenMillis) {}

  Overload(Plan plan, Series series) {
    this.plan = plan;
    this.series = series;
  }

  void measure(Path work, Python python, String isolation) throws IOException {
    int adminPort = freePort();
    var flags =
        ServerFlags.fork(isolation, WAITING_WORKERS)
            .with("--admin-port", Integer.toString(adminPort))
            .startedBy(plan.serverCommand());
    try (var server = ServerContender.start(work, python, flags)) {
      server.prepare(Workloads.bare());
      var load =
          new AsyncLoad(
              server.server(), plan.clients(), Workloads.bare().plugin(), plan.deadline());
      try (load) {
        var warmUp = load.closedLoop(IN_FLIGHT.get(1), plan.warmUp());
        if (warmUp.answeredPerSecond() == 0) {
          throw new IOException("no call was answered: " + warmUp.firstFailure().orElse(""));
        }
        int inFlight = best(load);
        double rate = load.closedLoop(inFlight, plan.warmUp()).answeredPerSecond() * plan.times();
        // Refusing is to be as warm as answering.
        var _ = load.openLoop(rate, plan.warmUp().multipliedBy(2));
        series.begin("in turns: the most, and " + plan.times() + " times as many");
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < ROUNDS; i++) {
          rounds.add(round(server.server(), adminPort, load, inFlight));
        }
        series.begin("in short");
        series.add("overload", inShort(rounds));
      }
    }
  }

  /** With how many calls in flight the server carries the most. */
  private int best(AsyncLoad load) {
    series.begin("how many calls in flight it carries best");
    double most = -1;
    int best = 0;
    for (int inFlight : IN_FLIGHT) {
      var ends = load.closedLoop(inFlight, plan.step());
      add(inFlight + " in flight", ends);
      if (ends.answeredPerSecond() > most) {
        most = ends.answeredPerSecond();
        best = inFlight;
      }
    }
    return best;
  }

  private Round round(LaunchedServer server, int adminPort, AsyncLoad load, int inFlight)
      throws IOException {
    var most = load.closedLoop(inFlight, plan.step());
    add(inFlight + " in flight", most);
    var refusedBefore = refusalsWithin(server, adminPort);
    // By what it carries now: a server becomes quicker for minutes.
    var overloaded = load.openLoop(most.answeredPerSecond() * plan.times(), plan.step());
    var refused = refusalsWithin(server, adminPort);
    add("too many", overloaded);
    return new Round(most, overloaded, share(refusedBefore, refused, "0.01"));
  }

  private static Map<String, Double> inShort(List<Round> rounds) {
    double peak = mean(rounds, round -> round.most().answeredPerSecond());
    double goodput = mean(rounds, round -> round.overloaded().answeredPerSecond());
    var sums = new LinkedHashMap<String, Double>();
    sums.put("peak_per_s", peak);
    sums.put("goodput_per_s", goodput);
    sums.put("goodput_of_peak", goodput / peak);
    sums.put("refusal_p50_ms", mean(rounds, round -> round.overloaded().refusals().p50()));
    sums.put("refusal_p99_ms", mean(rounds, round -> round.overloaded().refusals().p99()));
    sums.put("server_within_10_ms", mean(rounds, Round::withinTenMillis));
    sums.put("without_answer", mean(rounds, round -> round.overloaded().unanswered()) * ROUNDS);
    return sums;
  }

  private static double mean(List<Round> rounds, ToDoubleFunction<Round> value) {
    return rounds.stream().mapToDouble(value).average().orElseThrow();
  }

  private void add(String of, AsyncLoad.Result result) {
    var values = new LinkedHashMap<String, Double>();
    values.put("sent_per_s", result.sentPerSecond());
    values.put("answered_per_s", result.answeredPerSecond());
    values.put("p50_ms", result.answers().p50());
    values.put("p99_ms", result.answers().p99());
    values.put("refused_per_s", result.refusedPerSecond());
    values.put("refusal_p50_ms", result.refusals().p50());
    values.put("refusal_p99_ms", result.refusals().p99());
    values.put("failed", (double) result.failed());
    values.put("without_answer", (double) result.unanswered());
    series.add(of, values);
  }

  /** How many calls the server refused so far, by the longest that it took, in seconds. */
  private static Map<String, Double> refusalsWithin(LaunchedServer server, int adminPort)
      throws IOException {
    var counts = new LinkedHashMap<String, Double>();
    var url = URI.create("http://127.0.0.1:" + adminPort + "/metrics").toURL();
    var connection = url.openConnection();
    connection.setRequestProperty("Authorization", server.authorization());
    try (var in = connection.getInputStream()) {
      BUCKET
          .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .results()
          .forEach(bucket -> counts.put(bucket.group(1), Double.parseDouble(bucket.group(2))));
    }
    return counts;
  }

  private static double share(Map<String, Double> before, Map<String, Double> after, String bound) {
    double all = count(after, "+Inf") - count(before, "+Inf");
    return all == 0 ? 1 : (count(after, bound) - count(before, bound)) / all;
  }

  private static double count(Map<String, Double> counts, String bound) {
    return counts.getOrDefault(bound, 0.0);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
