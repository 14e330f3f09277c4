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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A server with as many calls as it can carry, and with many more. Confined to one thread. */
final class Overload {
  private static final int WAITING_WORKERS = 2;
  private static final List<Integer> IN_FLIGHT = List.of(8, 32, 128);
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
        double before = peak(load, "before");
        // Refusing is to be as warm as answering.
        var _ = load.openLoop(before * plan.times(), plan.warmUp().multipliedBy(2));
        series.begin(plan.times() + " times as many, an open loop of " + plan.clients());
        var refusedBefore = refusalsWithin(server.server(), adminPort);
        var overloaded = load.openLoop(before * plan.times(), plan.step());
        var refused = refusalsWithin(server.server(), adminPort);
        add("calls", overloaded);
        double after = peak(load, "after");
        series.begin("in short");
        var sums = new LinkedHashMap<String, Double>();
        sums.put("goodput_of_peak", overloaded.answeredPerSecond() * 2 / (before + after));
        sums.put("refusal_p50_ms", overloaded.refusals().p50());
        sums.put("refusal_p99_ms", overloaded.refusals().p99());
        sums.put("server_within_10_ms", share(refusedBefore, refused, "0.01"));
        sums.put("server_within_5_ms", share(refusedBefore, refused, "0.005"));
        sums.put("without_answer", (double) overloaded.unanswered());
        series.add("overload", sums);
      }
    }
  }

  /** The most calls a second, of a few loads. */
  private double peak(AsyncLoad load, String when) {
    series.begin("the most that it carries, " + when);
    double most = 0;
    for (int inFlight : IN_FLIGHT) {
      var ends = load.closedLoop(inFlight, plan.step());
      add(inFlight + " in flight", ends);
      most = Math.max(most, ends.answeredPerSecond());
    }
    return most;
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
