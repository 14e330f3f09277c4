// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.os.KernelInterfaces;

/**
 * Looks at what the kernel gives for walls: which of them stand is what the trial says, here is why
 * one cannot. Confined to one thread.
 */
final class KernelChecks {
  private static final String NAMESPACES = "user namespaces";
  private static final String CGROUPS = "control groups";

  private final MachineFacts facts;
  private final List<CheckResult> results = new ArrayList<>();

  private KernelChecks(MachineFacts facts) {
    this.facts = facts;
  }

  static List<CheckResult> of(MachineFacts facts) {
    var checks = new KernelChecks(facts);
    checks.kernel();
    checks.namespaces();
    checks.landlock();
    checks.seccomp();
    checks.cgroups();
    return checks.results;
  }

  private void kernel() {
    ok(
        "kernel",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                facts.text("proc/sys/kernel/osrelease").orElse(System.getProperty("os.version")),
                System.getProperty("os.arch")));
  }

  private void namespaces() {
    if (!facts.exists("proc/self/ns/user")) {
      warn(
          NAMESPACES,
          "this kernel has none",
          "for the isolation level full: run a kernel with CONFIG_USER_NS=y");
    } else if (isNumber("proc/sys/user/max_user_namespaces", 0)) {
      warn(NAMESPACES, "none may be made", "sysctl -w user.max_user_namespaces=15000");
    } else if (isNumber("proc/sys/kernel/unprivileged_userns_clone", 0)) {
      warn(NAMESPACES, "only root may make them", "sysctl -w kernel.unprivileged_userns_clone=1");
    } else if (isNumber("proc/sys/kernel/apparmor_restrict_unprivileged_userns", 1)) {
      warn(
          NAMESPACES,
          "AppArmor lets only root and programs that have a profile for it use them",
          "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile with"
              + " 'userns,' for the Pythons");
    } else {
      ok(NAMESPACES, "no setting of the kernel forbids them" + profile());
    }
  }

  /** Whoever confines this process may forbid them all the same; the trial tells. */
  private String profile() {
    return facts
        .text("proc/self/attr/current")
        .filter(text -> !text.isEmpty() && !text.startsWith("unconfined"))
        .map(text -> "; this process is confined by the profile " + text)
        .orElse("");
  }

  private boolean isNumber(String path, long number) {
    var found = facts.number(path);
    return found.isPresent() && found.getAsLong() == number;
  }

  private void landlock() {
    var modules = facts.text("sys/kernel/security/lsm");
    if (modules.isEmpty()) {
      ok("Landlock", "the list of security modules cannot be read" + landlockVersion());
    } else if (("," + modules.get() + ",").contains(",landlock,")) {
      ok("Landlock", "on" + landlockVersion());
    } else {
      warn(
          "Landlock",
          "not among the kernel's security modules (" + modules.get() + ")",
          "boot with lsm=landlock," + modules.get() + " on the kernel's command line");
    }
  }

  private String landlockVersion() {
    var version = KernelInterfaces.landlockVersion();
    return version.isPresent() ? ", version " + version.getAsInt() + " of its interface" : "";
  }

  private void seccomp() {
    if (!facts.exists("proc/sys/kernel/seccomp/actions_avail")) {
      warn("seccomp", "this kernel has no filters", "run a kernel with CONFIG_SECCOMP_FILTER=y");
    } else {
      ok("seccomp", "the kernel has filters" + inherited());
    }
  }

  private String inherited() {
    return facts.lines("proc/self/status").stream()
        .filter(line -> line.matches("Seccomp:\\s+2"))
        .findFirst()
        .map(_ -> "; this process has one already, as in a container")
        .orElse("");
  }

  private void cgroups() {
    if (facts.exists("sys/fs/cgroup/cgroup.controllers")) {
      secondVersion();
    } else if (facts.exists("sys/fs/cgroup/memory")) {
      ok(
          CGROUPS,
          "version 1; one that the server may write can be named with --worker-cgroup DIRECTORY");
    } else {
      ok(CGROUPS, "not mounted; memory is limited for each process alone");
    }
  }

  private void secondVersion() {
    var path = ownGroup();
    var directory = "sys/fs/cgroup" + path.orElse("");
    boolean delegated = path.isPresent() && facts.isWritable(directory + "/cgroup.procs");
    ok(
        CGROUPS,
        "version 2, controllers "
            + facts.text("sys/fs/cgroup/cgroup.controllers").orElse("none").replace(" ", ", ")
            + (delegated
                ? "; this process's group can be written"
                : "; this process's group is not delegated to it"));
  }

  private Optional<String> ownGroup() {
    return facts.lines("proc/self/cgroup").stream()
        .filter(line -> line.startsWith("0::/"))
        .map(line -> line.substring("0::".length()))
        .map(path -> path.equals("/") ? "" : path)
        .findFirst();
  }

  private void ok(String subject, String text) {
    results.add(CheckResult.ok(subject, text));
  }

  private void warn(String subject, String text, String remedy) {
    results.add(CheckResult.warning(subject, text, remedy));
  }
}
