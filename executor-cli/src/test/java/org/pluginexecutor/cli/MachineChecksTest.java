// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pluginexecutor.cli.CheckResult.Level;

/** What the doctor says of machines that are made of files. */
class MachineChecksTest {
  @TempDir Path root;

  @BeforeEach
  void makeGoodMachine() throws IOException {
    file("proc/self/ns/user", "");
    file("proc/sys/kernel/osrelease", "6.12.1");
    file("proc/sys/user/max_user_namespaces", "15000");
    file("proc/sys/kernel/seccomp/actions_avail", "kill_process errno allow");
    file("proc/sys/kernel/pid_max", "4194304");
    file("proc/self/limits", limits("1048576", "unlimited"));
    file("proc/self/cgroup", "0::/system.slice/plugin-executor.service");
    file("proc/self/mounts", "/dev/a / ext4 rw,relatime 0 0");
    file("sys/kernel/security/lsm", "capability,landlock,yama,apparmor");
    file("sys/fs/cgroup/cgroup.controllers", "cpu memory pids");
    file("sys/fs/cgroup/system.slice/plugin-executor.service/cgroup.procs", "");
    file("sys/fs/cgroup/system.slice/plugin-executor.service/pids.max", "max");
  }

  private static String limits(String files, String processes) {
    return "Limit                     Soft Limit           Hard Limit           Units\n"
        + "Max processes             "
        + processes
        + "            unlimited            processes\n"
        + "Max open files            "
        + files
        + "              1048576              files\n";
  }

  private void file(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private List<CheckResult> kernel() {
    return KernelChecks.of(new MachineFacts(root));
  }

  private List<CheckResult> system() {
    return SystemChecks.of(new MachineFacts(root), Path.of("/srv/data"), root).stream()
        .filter(result -> !result.subject().equals("clock"))
        .filter(result -> !result.subject().equals("temporary files"))
        .toList();
  }

  private static CheckResult warning(List<CheckResult> results) {
    return results.stream().filter(result -> result.level() != Level.OK).findFirst().orElseThrow();
  }

  @Test
  void a_machine_that_gives_everything_is_well() {
    assertThat(kernel()).allMatch(result -> result.level() == Level.OK);
    assertThat(kernel())
        .extracting(CheckResult::text)
        .contains("version 2, controllers cpu, memory, pids; this process's group can be written");
    assertThat(system()).allMatch(result -> result.level() == Level.OK);
    assertThat(system())
        .extracting(CheckResult::text)
        .containsExactly(
            "open files: 1048576",
            "processes of this user: no limit",
            "processes of the machine: 4194304",
            "processes of this control group: no limit");
  }

  @ParameterizedTest
  @CsvSource({
    "proc/sys/user/max_user_namespaces, 0, sysctl -w user.max_user_namespaces=15000",
    "proc/sys/kernel/unprivileged_userns_clone, 0, sysctl -w kernel.unprivileged_userns_clone=1",
    "proc/sys/kernel/apparmor_restrict_unprivileged_userns, 1, sysctl -w"
        + " kernel.apparmor_restrict_unprivileged_userns=0",
    "'sys/kernel/security/lsm', capability, boot with lsm=landlock",
  })
  void what_forbids_a_wall_comes_with_the_command_that_allows_it(
      String path, String text, String remedy) throws IOException {
    file(path, text);

    assertThat(warning(kernel()).remedy()).startsWith(remedy);
  }

  @Test
  void a_kernel_without_filters_is_told() throws IOException {
    Files.delete(root.resolve("proc/sys/kernel/seccomp/actions_avail"));

    assertThat(warning(kernel()).remedy()).contains("CONFIG_SECCOMP_FILTER");
  }

  @Test
  void the_first_version_of_control_groups_is_told() throws IOException {
    Files.delete(root.resolve("sys/fs/cgroup/cgroup.controllers"));
    Files.createDirectories(root.resolve("sys/fs/cgroup/memory"));

    assertThat(kernel())
        .extracting(CheckResult::text)
        .anyMatch(text -> text.startsWith("version 1; one that the server may write"));
  }

  @Test
  void low_limits_come_with_what_raises_them() throws IOException {
    file("proc/self/limits", limits("1024", "unlimited"));

    assertThat(warning(system()).text()).startsWith("open files: 1024");
    assertThat(warning(system()).remedy())
        .isEqualTo("LimitNOFILE=65536 in the unit of systemd, else ulimit -n 65536");

    file("proc/self/limits", limits("4096", "100"));
    assertThat(warning(system()).remedy()).contains("LimitNPROC=32768");
  }

  @Test
  void a_data_directory_from_which_nothing_is_run_is_told() throws IOException {
    file("proc/self/mounts", "/dev/a / ext4 rw 0 0\n/dev/b /srv xfs rw,noexec 0 0");

    assertThat(warning(system()).subject()).isEqualTo("data directory");
    assertThat(warning(system()).remedy()).isEqualTo("mount -o remount,exec /srv");
  }

  @Test
  void a_machine_without_any_of_these_files_fails_nothing() {
    var nothing = new MachineFacts(root.resolve("nothing"));

    assertThat(KernelChecks.of(nothing)).isNotEmpty();
    assertThat(SystemChecks.of(nothing, Path.of("/srv"), root)).isNotEmpty();
  }
}
