// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pluginexecutor.client.Phase;
import org.pluginexecutor.client.PluginTarget;

/** The parts of many calls of a plugin that does nothing, one in flight. Confined to one thread. */
final class Profile {
  private static final double NANOS_PER_MS = 1e6;
  private static final double P99 = 0.99;
  private static final double P50 = 0.5;

  private final String name;
  private final List<Duration> whole = new ArrayList<>();
  private final List<Duration> withoutHook = new ArrayList<>();
  private final Map<String, List<Duration>> parts = new LinkedHashMap<>();

  private Profile(String name) {
    this.name = name;
  }

  /** Makes so many calls, after as many others that are not measured. */
  static Profile measure(ServerContender server, int calls) throws IOException {
    var workload = Workloads.bare();
    server.prepare(workload);
    for (int i = 0; i < calls; i++) {
      server.call(workload);
    }
    var profile = new Profile(server.name());
    var target = new PluginTarget.Instance(workload.plugin());
    for (int i = 0; i < calls; i++) {
      var session = server.server().client().newSession("profile-" + i);
      long startNanos = System.nanoTime();
      var response = session.call(target, Workload.HOOK, Workload.ARGUMENTS);
      var roundTrip = Duration.ofNanos(System.nanoTime() - startNanos);
      profile.add(roundTrip, response.cost().phases(roundTrip));
    }
    profile.askWithoutHook(server, workload.plugin(), calls);
    return profile;
  }

  /** What the network, gRPC and the server's own threads take of every call: no hook runs. */
  private void askWithoutHook(ServerContender server, String instance, int calls) {
    var instances = server.server().client().instances();
    for (int i = 0; i < 2 * calls; i++) {
      long startNanos = System.nanoTime();
      var _ = instances.get(instance);
      if (i >= calls) {
        withoutHook.add(Duration.ofNanos(System.nanoTime() - startNanos));
      }
    }
  }

  private void add(Duration roundTrip, List<Phase> phases) {
    whole.add(roundTrip);
    for (var phase : phases) {
      parts.computeIfAbsent(phase.name(), _ -> new ArrayList<>()).add(phase.time());
    }
  }

  void addTo(Series series) {
    series.begin("where the time of a call goes: " + name);
    series.add("the whole call", percentiles(whole));
    parts.forEach((part, times) -> series.add(part, percentiles(times)));
    series.add("a request that runs no hook", percentiles(withoutHook));
  }

  private static Map<String, Double> percentiles(List<Duration> times) {
    var sorted = times.stream().sorted().toList();
    var values = new LinkedHashMap<String, Double>();
    values.put("p50_ms", at(sorted, P50));
    values.put("p99_ms", at(sorted, P99));
    return values;
  }

  private static double at(List<Duration> sorted, double share) {
    return sorted.get((int) ((sorted.size() - 1) * share)).toNanos() / NANOS_PER_MS;
  }
}
