// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.CgroupConfig;
import org.pluginexecutor.server.config.WorkerCgroup;

@Timeout(60)
class ZygoteCgroupsTest {
  private static final long LIMIT_BYTES = 128L << 20;

  @Nested
  class OfPlainFiles {
    @TempDir Path directory;

    private ZygoteCgroup group(CgroupVersion version) {
      return new ZygoteCgroup(version, List.of(directory), LIMIT_BYTES);
    }

    private void make(String file, String content) throws IOException {
      Files.writeString(directory.resolve(file), content);
    }

    @Test
    void version_2_limits_memory_swap_and_processes() throws IOException {
      make("memory.swap.max", "max");
      make("pids.max", "max");

      group(CgroupVersion.V2).limit(40);

      assertThat(directory.resolve("memory.max")).hasContent("134217728");
      assertThat(directory.resolve("memory.swap.max")).hasContent("0");
      assertThat(directory.resolve("pids.max")).hasContent("40");
    }

    @Test
    void version_1_limits_memory_and_swap_together() throws IOException {
      make("memory.memsw.limit_in_bytes", "max");

      group(CgroupVersion.V1).limit(40);

      assertThat(directory.resolve("memory.limit_in_bytes")).hasContent("134217728");
      assertThat(directory.resolve("memory.memsw.limit_in_bytes")).hasContent("134217728");
    }

    @Test
    void a_kill_is_told_with_the_peak_until_somebody_has_seen_it() throws IOException {
      var group = group(CgroupVersion.V2);
      make("memory.events", "low 0\nmax 9\noom 2\noom_kill 0\noom_group_kill 0\n");
      make("memory.peak", "134217000\n");
      assertThat(group.killedSince(group.killsSeen())).isEmpty();

      make("memory.events", "low 0\nmax 9\noom 2\noom_kill 3\noom_group_kill 0\n");

      assertThat(group.killedSince(0))
          .contains(new ZygoteCgroup.MemoryKill(134_217_000, LIMIT_BYTES));
      assertThat(group.killsSeen()).isEqualTo(3);
      assertThat(group.killedSince(group.killsSeen())).isEmpty();
    }

    @Test
    void an_older_kernel_that_tells_no_peak_has_the_limit_for_it() throws IOException {
      make("memory.events", "oom_kill 1\n");

      assertThat(group(CgroupVersion.V2).killedSince(0))
          .contains(new ZygoteCgroup.MemoryKill(LIMIT_BYTES, LIMIT_BYTES));
    }

    @Test
    void a_group_that_is_gone_has_killed_nobody() {
      assertThat(group(CgroupVersion.V2).killedSince(0)).isEmpty();
    }
  }

  @Nested
  class OfTheKernel {

    private Path place() throws IOException {
      var made = DelegatedCgroup.make();
      assumeTrue(made.isPresent(), "this machine lets this user make no control group");
      return made.get();
    }

    private ZygoteCgroups open(Path place) throws IOException {
      return ZygoteCgroups.open(new CgroupConfig(new WorkerCgroup.Named(place), LIMIT_BYTES))
          .orElseThrow();
    }

    @Test
    void closing_a_group_ends_what_is_in_it_and_removes_it() throws Exception {
      var place = place();
      try {
        var group = open(place).create(4);
        var process = new ProcessBuilder("sleep", "60").start();
        group.add(process.pid());

        group.close();

        assertThat(process.waitFor()).isEqualTo(128 + 9);
        assertThat(DelegatedCgroup.children(place)).isEmpty();
      } finally {
        DelegatedCgroup.remove(place);
      }
    }

    @Test
    void what_a_dead_server_left_is_removed_and_what_a_living_one_has_is_not() throws Exception {
      var place = place();
      var self = CgroupOwner.self();
      try (var own = open(place).create(4)) {
        var dead = new CgroupOwner(self.namespace(), self.pid(), "1").name(7);
        var foreign = new CgroupOwner("1", self.pid(), "1").name(7);
        for (var name : List.of(dead, foreign, "somebody-elses")) {
          Files.createDirectory(place.resolve(name));
        }
        var mine = DelegatedCgroup.children(place);

        var _ = open(place);

        mine.remove(dead);
        assertThat(DelegatedCgroup.children(place)).isEqualTo(mine).hasSize(3);
        assertThat(own.killedSince(0)).isEmpty();
      } finally {
        DelegatedCgroup.remove(place);
      }
    }
  }

  @Nested
  class Names {
    @Test
    void a_name_tells_its_owner() throws IOException {
      var self = CgroupOwner.self();

      assertThat(CgroupOwner.of(self.name(12))).isEqualTo(Optional.of(self));
      assertThat(self.isDead()).isFalse();
      assertThat(CgroupOwner.of("plugin-executor-1-2-3")).isEmpty();
      assertThat(CgroupOwner.of("system.slice")).isEmpty();
    }

    @Test
    void another_process_of_the_same_number_is_another_owner() throws IOException {
      var self = CgroupOwner.self();

      assertThat(new CgroupOwner(self.namespace(), self.pid(), "1").isDead()).isTrue();
      assertThat(new CgroupOwner("1", self.pid(), "1").isDead()).isFalse();
    }
  }
}
