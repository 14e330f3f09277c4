// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.pluginexecutor.server.ExecutorServer;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.StoreConfig;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.store.Store;

/**
 * A server in a process of its own. It says on its standard output where it listens, then what its
 * heap holds whenever a line on its standard input asks; it ends when that input does.
 */
final class MeasuredServer {
  /** First argument: runs a server. */
  static final String SERVE = "serve";

  /** First argument: opens the store, says how long that took, and ends. */
  static final String OPEN = "open";

  /** Asks to collect garbage; from here on peaks are counted anew. */
  static final String COLLECT = "collect";

  /** Asks for the peak since then. */
  static final String PEAK = "peak";

  private MeasuredServer() {}

  /** Arguments: what to do, the data directory and, for an encrypted store, its key file. */
  public static void main(String[] args) throws Exception {
    long began = System.nanoTime();
    long beganAt = System.currentTimeMillis();
    var keyFile = args.length > 2 ? Optional.of(Path.of(args[2])) : Optional.<Path>empty();
    if (args[0].equals(OPEN)) {
      var encryption = keyFile.map(KeyEncryption::byFile);
      try (var _ = Store.open(Path.of(args[1]), encryption, InstantSource.system(), false)) {
        System.out.println(Timing.millisSince(began));
      }
      return;
    }
    var defaults = ServerConfig.defaults(Path.of(args[1])).withAddress("127.0.0.1", 0);
    var store =
        new StoreConfig(
            keyFile, defaults.store().keyCommand(), defaults.store().keyCommandTimeout(), false);
    try (var server = ExecutorServer.start(defaults.withStore(store))) {
      double startMs = Timing.millisSince(began);
      long jvmMs = beganAt - ManagementFactory.getRuntimeMXBean().getStartTime();
      System.out.println(server.port() + " " + jvmMs + " " + startMs);
      answer();
    }
  }

  private static void answer() throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case COLLECT -> {
          System.gc();
          System.out.println(used() + " " + allocated());
          heapPools(MemoryPoolMXBean::resetPeakUsage);
        }
        case PEAK -> System.out.println(peak() + " " + allocated());
        default -> throw new IllegalArgumentException("command: " + line);
      }
    }
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The pools need not have had their peaks at the same time, so this is rather too much. */
  private static long peak() {
    var sum = new long[1];
    heapPools(pool -> sum[0] += pool.getPeakUsage().getUsed());
    return sum[0];
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  private static void heapPools(java.util.function.Consumer<MemoryPoolMXBean> action) {
    for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        action.accept(pool);
      }
    }
  }
}
