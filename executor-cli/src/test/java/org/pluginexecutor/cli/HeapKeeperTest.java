// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapKeeperTest {
  private static final long MIB = 1 << 20;

  /** What survives some rounds and is garbage afterwards, as answers are that are kept a while. */
  public static final class Program {
    private static final int KEPT = 1_000;
    private static final int BYTES = 20 << 10;
    private static final int ROUNDS = 150;

    private Program() {}

    /** Prints the most memory that the heap had. */
    public static void main(String[] args) {
      if (args.length > 0) {
        HeapKeeper.install();
      }
      var kept = new byte[KEPT][];
      long most = 0;
      for (int i = 0; i < KEPT * ROUNDS; i++) {
        kept[i % KEPT] = new byte[BYTES];
        most =
            Math.max(most, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted());
      }
      System.out.println(most);
    }
  }

  private static long mostHeapMib(String... args) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms32m",
                "-Xmn16m",
                "-Xmx1500m",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    command.addAll(List.of(args));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return Long.parseLong(output.strip()) / MIB;
  }

  /** The notice comes while the program goes on, faster than any server: there is room for that. */
  @Test
  void a_heap_that_is_watched_over_does_not_grow_to_its_largest_size() throws Exception {
    assertThat(mostHeapMib("watched")).isLessThan(900);
  }

  /** What the other test would not find out if collectors came to do it by themselves. */
  @Test
  void a_heap_that_is_not_does() throws Exception {
    assertThat(mostHeapMib()).isGreaterThan(1_200);
  }
}
