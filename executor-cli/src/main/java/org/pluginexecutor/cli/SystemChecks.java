// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pluginexecutor.server.os.FileSystemInodes;
import org.pluginexecutor.server.os.KernelInterfaces;

/**
 * Looks at the limits of this process, the clock, the directory for temporary files and how file
 * systems are mounted. Confined to one thread.
 */
final class SystemChecks {
  private static final String LIMITS = "limits";
  private static final String CLOCK = "clock";
  private static final String TEMPORARY = "temporary files";

  /** Connections, and three for each of the slots, with room. */
  private static final long FEW_FILES = 4096;

  /** A worker has 32 processes and threads by default, and there are 64 slots. */
  private static final long FEW_PROCESSES = 4096;

  private static final long LOW_SPACE_BYTES = 256L << 20;
  private static final long NO_SPACE_BYTES = 16L << 20;
  private static final long FEW_INODES = 5000;

  /** When this was written: a clock before it is wrong. */
  private static final Year EARLIEST = Year.of(2026);

  private final MachineFacts facts;
  private final List<CheckResult> results = new ArrayList<>();

  private SystemChecks(MachineFacts facts) {
    this.facts = facts;
  }

  static List<CheckResult> of(MachineFacts facts, Path dataDirectory, Path temporary) {
    var checks = new SystemChecks(facts);
    checks.limits();
    checks.clock();
    checks.temporary(temporary);
    checks.mount("data directory", dataDirectory);
    return checks.results;
  }

  private void limits() {
    limit(
        "open files",
        facts.limit("Max open files"),
        FEW_FILES,
        "LimitNOFILE=65536",
        "ulimit -n 65536");
    limit(
        "processes of this user",
        facts.limit("Max processes"),
        FEW_PROCESSES,
        "LimitNPROC=32768",
        "ulimit -u 32768");
    limit(
        "processes of the machine",
        facts.number("proc/sys/kernel/pid_max"),
        2 * FEW_PROCESSES,
        "",
        "sysctl -w kernel.pid_max=4194304");
    facts
        .text("sys/fs/cgroup" + ownGroup() + "/pids.max")
        .ifPresent(text ->
            limit(
                "processes of this control group",
                text.equals("max") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text)),
                FEW_PROCESSES,
                "TasksMax=32768",
                "the engine's --pids-limit for a container"));
  }

  private String ownGroup() {
    return facts.lines("proc/self/cgroup").stream()
        .filter(line -> line.startsWith("0::/") && line.length() > "0::/".length())
        .map(line -> line.substring("0::".length()))
        .findFirst()
        .orElse("");
  }

  private void limit(
      String what, OptionalLong limit, long few, String unitSetting, String command) {
    if (limit.isEmpty()) {
      ok(LIMITS, what + ": no limit");
    } else if (limit.getAsLong() >= few) {
      ok(LIMITS, what + ": " + limit.getAsLong());
    } else {
      warn(
          LIMITS,
          what + ": " + limit.getAsLong() + ", which 64 calls at once can use up",
          unitSetting.isEmpty()
              ? command
              : unitSetting + " in the unit of systemd, else " + command);
    }
  }

  private void clock() {
    var zone = ZoneId.systemDefault();
    if (Year.now(ZoneOffset.UTC).isBefore(EARLIEST)) {
      problem(CLOCK, "it is before " + EARLIEST, "timedatectl set-ntp true");
    } else if (KernelInterfaces.isClockSynchronised()) {
      ok(CLOCK, "synchronised" + source() + ", time zone " + zone);
    } else {
      warn(
          CLOCK,
          "nobody says that it is right"
              + source()
              + ", time zone "
              + zone
              + "; plugins that check certificates or TOTP codes rely on it",
          "timedatectl set-ntp true, or run chrony; in a container: on its host");
    }
  }

  private String source() {
    return facts
        .text("sys/devices/system/clocksource/clocksource0/current_clocksource")
        .map(name -> ", monotonic source " + name)
        .orElse("");
  }

  private void temporary(Path directory) {
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      problem(
          TEMPORARY,
          directory + " cannot be written",
          "chmod 1777 " + directory + ", or name another one with -Djava.io.tmpdir=DIR");
      return;
    }
    try {
      long bytes = Files.getFileStore(directory).getUsableSpace();
      var inodes = FileSystemInodes.of(directory);
      var text = directory + ": " + Printing.bytes(bytes) + " are free";
      boolean fewInodes = inodes.total() > 0 && inodes.free() < FEW_INODES;
      if (bytes < NO_SPACE_BYTES || (inodes.total() > 0 && inodes.free() == 0)) {
        problem(TEMPORARY, text, "make room there: a server cannot start");
      } else if (bytes < LOW_SPACE_BYTES || fewInodes) {
        warn(
            TEMPORARY,
            text + (fewInodes ? ", for " + inodes.free() + " files" : ""),
            "make room there; df and df -i say what is used");
      } else {
        ok(TEMPORARY, text);
      }
    } catch (IOException e) {
      warn(TEMPORARY, "the free space is not known (" + e.getMessage() + ")", "df " + directory);
    }
  }

  /** Compiled modules of packages are mapped as programs are. */
  private void mount(String subject, Path directory) {
    var mount = mountOf(directory.toAbsolutePath().normalize());
    if (mount.isPresent()
        && Arrays.asList(mount.get().options().split(",", -1)).contains("noexec")) {
      warn(
          subject,
          "its file system is mounted noexec at "
              + mount.get().point()
              + ": plugins with compiled modules fail to import them",
          "mount -o remount,exec " + mount.get().point());
    }
  }

  private record Mount(Path point, String options) {}

  private Optional<Mount> mountOf(Path path) {
    Optional<Mount> found = Optional.empty();
    for (var line : facts.lines("proc/self/mounts")) {
      var fields = line.split(" ", -1);
      if (fields.length > 3) {
        var mount = new Mount(Path.of(fields[1].replace("\\040", " ")), fields[3]);
        if (path.startsWith(mount.point())
            && mount.point().getNameCount() >= found.map(f -> f.point().getNameCount()).orElse(0)) {
          found = Optional.of(mount);
        }
      }
    }
    return found;
  }

  private void ok(String subject, String text) {
    results.add(CheckResult.ok(subject, text));
  }

  private void warn(String subject, String text, String remedy) {
    results.add(CheckResult.warning(subject, text, remedy));
  }

  private void problem(String subject, String text, String remedy) {
    results.add(CheckResult.problem(subject, text, remedy));
  }
}
