// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.cgroup.ZygoteCgroups;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.shim.SdkSources;
import org.pluginexecutor.server.shim.ShimSources;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.worker.MeteredWorkerStarter;
import org.pluginexecutor.server.worker.MissingLevel;
import org.pluginexecutor.server.worker.WorkerStarters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where plugins run: the Pythons, and the workers behind the best walls that can be had. Immutable.
 *
 * @param shimMain the shim's entry point
 * @param runtimes the Pythons that the walls stand around
 * @param cgroups what limits all calls of a plugin together, where that is possible
 * @param missingLevels the better isolation levels that this machine does not give, the best first
 */
record ServerWorkers(
    Path shimMain,
    Runtimes runtimes,
    MeteredWorkerStarter starter,
    Optional<ZygoteCgroups> cgroups,
    List<MissingLevel> missingLevels) {
  private static final Logger log = LoggerFactory.getLogger(ServerWorkers.class);

  /**
   * Looks for Pythons and tries the walls.
   *
   * @param directory the server's own for this run
   * @param resources what has to be closed is pushed there
   */
  static ServerWorkers open(
      ServerConfig config,
      Path directory,
      Metrics metrics,
      LongSupplier nanoTicker,
      CloseStack resources)
      throws IOException, InterruptedException {
    var shimMain = ShimSources.unpackInto(directory);
    SdkSources.unpackFor(shimMain);
    var cgroups = ZygoteCgroups.open(config.sandbox().cgroup());
    var found = Runtimes.discover(config.runtimes(), config.searchDirectories(), shimMain);
    var findings = new WallFindings();
    var starter =
        resources.push(
            new MeteredWorkerStarter(
                WorkerStarters.open(
                    new WorkerStarters.Places(shimMain, directory, config.dataDirectory(), cgroups),
                    config,
                    found.all(),
                    nanoTicker,
                    findings),
                metrics));
    return new ServerWorkers(
        shimMain, found.without(findings.unfit), starter, cgroups, List.copyOf(findings.missing));
  }

  /** Keeps what the walls could not be built for. */
  private static final class WallFindings implements WorkerStarters.Findings {
    private final List<MissingLevel> missing = new ArrayList<>();
    private final List<PythonRuntime> unfit = new ArrayList<>();

    @Override
    public void missing(MissingLevel level) {
      missing.add(level);
    }

    @Override
    public void unfit(PythonRuntime runtime, String why) {
      unfit.add(runtime);
      log.warn(
          "runtime {}: {}: {} (expected: a Python that the walls stand around); it is not offered",
          runtime.name(),
          runtime.executable(),
          why);
    }
  }
}
