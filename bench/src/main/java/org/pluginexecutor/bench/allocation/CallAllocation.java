// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.allocation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.v1.InvokeHookResponse;

/** What JMH calls again and again: the server's own code for one call. Confined to one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {
      "-XX:+UseSerialGC",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 1)
public class CallAllocation {
  /** How many instances the store has, one of which is called. */
  @Param({"1", "200"})
  public int instances;

  private @Nullable Path directory;
  private @Nullable CallPath path;

  /** Makes a store. */
  @Setup
  public void open() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("plugin-executor-bench-");
    path = CallPath.open(directory, instances);
  }

  /** One call. */
  @Benchmark
  public @Nullable InvokeHookResponse call() {
    return path == null ? null : path.call();
  }

  /** Removes the store. */
  @TearDown
  public void close() throws IOException {
    if (path != null && directory != null) {
      path.close();
      TreeRemover.remove(directory);
    }
  }
}
