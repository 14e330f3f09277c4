// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.allocation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH measure {@link CallAllocation} in a process of its own. Stateless. */
public final class CallPathRun {
  private static final String BYTES_PER_CALL = "gc.alloc.rate.norm";

  private CallPathRun() {}

  /**
   * What a call takes.
   *
   * @param bytes allocated
   * @param micros time
   */
  public record PerCall(double bytes, double micros) {}

  /**
   * Measures.
   *
   * @return by the number of instances that the store has
   */
  public static Map<String, PerCall> measure() throws IOException {
    var options =
        new OptionsBuilder()
            .include(CallAllocation.class.getName())
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    try {
      var measured = new LinkedHashMap<String, PerCall>();
      for (var result : new Runner(options).run()) {
        measured.put(
            result.getParams().getParam("instances"),
            new PerCall(
                Objects.requireNonNull(result.getSecondaryResults().get(BYTES_PER_CALL)).getScore(),
                result.getPrimaryResult().getScore()));
      }
      return measured;
    } catch (RunnerException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
