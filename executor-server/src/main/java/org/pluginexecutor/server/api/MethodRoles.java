// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.pluginexecutor.server.config.Role.INVOKE;
import static org.pluginexecutor.server.config.Role.MANAGE;
import static org.pluginexecutor.server.config.Role.OBSERVE;

import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pluginexecutor.server.config.Role;
import org.pluginexecutor.v1.AuditServiceGrpc;
import org.pluginexecutor.v1.BackupServiceGrpc;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.PluginServiceGrpc;
import org.pluginexecutor.v1.RuntimeServiceGrpc;

/** The one table of which role a method needs; docs/OPERATIONS.md has it for people. Stateless. */
final class MethodRoles {
  private static final Map<String, Role> NEEDED = new HashMap<>();

  /** Probes and balancers know no token, and learn nothing but whether the server serves. */
  private static final Set<String> FREE =
      names(HealthGrpc.getServiceDescriptor().getMethods().stream());

  static {
    need(
        INVOKE, //
        HookServiceGrpc.getInvokeHookMethod(),
        HookServiceGrpc.getStreamHookMethod());
    need(
        MANAGE,
        PluginServiceGrpc.getUploadPluginMethod(),
        PluginServiceGrpc.getActivatePluginMethod(),
        PluginServiceGrpc.getVerifyPluginMethod(),
        PluginServiceGrpc.getDeletePluginMethod(),
        PluginServiceGrpc.getDownloadPluginMethod(),
        InstanceServiceGrpc.getCreateInstanceMethod(),
        InstanceServiceGrpc.getUpdateInstanceMethod(),
        InstanceServiceGrpc.getRollBackInstanceMethod(),
        // Its answer has the configuration, passwords included.
        InstanceServiceGrpc.getGetInstanceMethod(),
        InstanceServiceGrpc.getTestInstanceMethod(),
        InstanceServiceGrpc.getDeleteInstanceMethod(),
        BackupServiceGrpc.getCreateBackupMethod(),
        BackupServiceGrpc.getRestoreBackupMethod());
    need(
        OBSERVE,
        PluginServiceGrpc.getGetPluginMethod(),
        PluginServiceGrpc.getListPluginsMethod(),
        InstanceServiceGrpc.getListInstancesMethod(),
        InstanceServiceGrpc.getListInstanceRevisionsMethod(),
        AuditServiceGrpc.getListAuditEntriesMethod(),
        RuntimeServiceGrpc.getListRuntimesMethod(),
        ServerReflectionGrpc.getServerReflectionInfoMethod(),
        olderReflection());
  }

  private MethodRoles() {}

  private static void need(Role role, MethodDescriptor<?, ?>... methods) {
    names(List.of(methods).stream()).forEach(name -> NEEDED.put(name, role));
  }

  private static Set<String> names(Stream<? extends MethodDescriptor<?, ?>> methods) {
    return methods
        .map(method -> method.getFullMethodName())
        .collect(Collectors.toUnmodifiableSet());
  }

  @SuppressWarnings("deprecation")
  private static MethodDescriptor<?, ?> olderReflection() {
    return io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod();
  }

  /** Whether everybody may call it. */
  static boolean isFree(String method) {
    return FREE.contains(method);
  }

  /** The role that a method needs; absent for one that nobody may call, as it has none. */
  static Optional<Role> neededFor(String method) {
    return Optional.ofNullable(NEEDED.get(method));
  }
}
