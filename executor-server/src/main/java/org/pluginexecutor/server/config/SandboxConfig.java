// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.util.Optional;

/**
 * The walls around workers, and how workers are started. Immutable.
 *
 * @param isolation the level that is wanted; absent: the best that the machine gives
 * @param requiredIsolation the level below which the server does not start; default portable
 * @param start how workers are started where they are sandboxed; default fork
 * @param network what workers reach; default everything
 * @param user whom the workers of a server that root started run as; default {@code nobody}
 * @param limits how much of the machine one worker may use
 * @param zygotes how many zygotes are kept, and for how long
 * @param cgroup the control groups of zygotes
 */
public record SandboxConfig(
    Optional<IsolationLevel> isolation,
    IsolationLevel requiredIsolation,
    StartKind start,
    WorkerNetwork network,
    WorkerUser user,
    WorkerLimits limits,
    ZygoteConfig zygotes,
    CgroupConfig cgroup) {

  public SandboxConfig {
    if (isolation.isPresent() && !isolation.get().isAtLeast(requiredIsolation)) {
      throw new IllegalArgumentException(
          "sandbox.isolation: "
              + isolation.get().label()
              + " (expected: at least sandbox.require-isolation, "
              + requiredIsolation.label()
              + ")");
    }
  }

  public static SandboxConfig defaults() {
    return new SandboxConfig(
        Optional.empty(),
        IsolationLevel.PORTABLE,
        StartKind.FORK,
        new WorkerNetwork.Open(),
        WorkerUser.nobody(),
        WorkerLimits.defaults(),
        ZygoteConfig.defaults(),
        CgroupConfig.defaults());
  }

  /** With one level and no other. */
  public SandboxConfig withIsolation(IsolationLevel only) {
    return new SandboxConfig(
        Optional.of(only), only, start, network, user, limits, zygotes, cgroup);
  }

  public SandboxConfig withIsolation(
      Optional<IsolationLevel> newIsolation, IsolationLevel newRequiredIsolation) {
    return new SandboxConfig(
        newIsolation, newRequiredIsolation, start, network, user, limits, zygotes, cgroup);
  }

  public SandboxConfig withStart(StartKind newStart) {
    return new SandboxConfig(
        isolation, requiredIsolation, newStart, network, user, limits, zygotes, cgroup);
  }

  public SandboxConfig withNetwork(WorkerNetwork newNetwork) {
    return new SandboxConfig(
        isolation, requiredIsolation, start, newNetwork, user, limits, zygotes, cgroup);
  }

  public SandboxConfig withUser(WorkerUser newUser) {
    return new SandboxConfig(
        isolation, requiredIsolation, start, network, newUser, limits, zygotes, cgroup);
  }

  public SandboxConfig withLimits(WorkerLimits newLimits) {
    return new SandboxConfig(
        isolation, requiredIsolation, start, network, user, newLimits, zygotes, cgroup);
  }

  public SandboxConfig withZygotes(ZygoteConfig newZygotes) {
    return new SandboxConfig(
        isolation, requiredIsolation, start, network, user, limits, newZygotes, cgroup);
  }

  public SandboxConfig withCgroup(CgroupConfig newCgroup) {
    return new SandboxConfig(
        isolation, requiredIsolation, start, network, user, limits, zygotes, newCgroup);
  }
}
