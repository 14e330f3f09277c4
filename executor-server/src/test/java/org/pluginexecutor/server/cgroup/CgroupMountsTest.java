// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupMountsTest {
  private static final CgroupMounts HYBRID =
      CgroupMounts.of(
          List.of(
              "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
              "31 22 0:28 / /sys/fs/cgroup rw shared:9 - tmpfs tmpfs rw,mode=755",
              "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
              "40 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids",
              "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw"),
          List.of("8:pids:/", "4:memory:/a/b", "0::/service/server"));

  @Test
  void a_directory_is_in_the_file_system_that_is_mounted_nearest_above_it() {
    assertThat(HYBRID.of(Path.of("/sys/fs/cgroup/memory/x")).orElseThrow().options())
        .containsExactly("rw", "memory");
    assertThat(HYBRID.of(Path.of("/sys/fs/cgroup/unified/x")).orElseThrow().isUnified()).isTrue();
    assertThat(HYBRID.of(Path.of("/tmp/x"))).isEmpty();
  }

  @Test
  void a_controller_of_version_1_is_found_by_its_name() {
    assertThat(HYBRID.ofController("pids").orElseThrow().point())
        .isEqualTo(Path.of("/sys/fs/cgroup/pids"));
    assertThat(HYBRID.ofController("cpu")).isEmpty();
  }

  @Test
  void the_group_of_the_server_is_below_the_mount() {
    assertThat(HYBRID.ownDirectory()).contains(Path.of("/sys/fs/cgroup/unified/service/server"));
  }

  @Test
  void a_mount_may_begin_below_the_root_of_the_hierarchy() {
    var mount = "30 22 0:26 /box /sys/fs/cgroup rw - cgroup2 cgroup rw,nsdelegate";

    assertThat(CgroupMounts.of(List.of(mount), List.of("0::/box/server")).ownDirectory())
        .contains(Path.of("/sys/fs/cgroup/server"));
    assertThat(CgroupMounts.of(List.of(mount), List.of("0::/box")).ownDirectory())
        .contains(Path.of("/sys/fs/cgroup"));
    assertThat(CgroupMounts.of(List.of(mount), List.of("0::/other")).ownDirectory()).isEmpty();
  }
}
