// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.Channel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.client.PluginRuntime;
import org.pluginexecutor.client.RuntimeModule;
import org.pluginexecutor.client.Runtimes;
import org.pluginexecutor.client.ServerDescription;
import org.pluginexecutor.client.ServerLimits;
import org.pluginexecutor.v1.Limits;
import org.pluginexecutor.v1.ListRuntimesRequest;
import org.pluginexecutor.v1.ListRuntimesResponse;
import org.pluginexecutor.v1.Runtime;
import org.pluginexecutor.v1.RuntimeServiceGrpc;

/** Runtimes and limits over gRPC. Thread-safe. */
public final class GrpcRuntimes implements Runtimes {
  private final Channel channel;
  private final RuntimeServiceGrpc.RuntimeServiceBlockingV2Stub stub;

  /** Calls over a channel that somebody else owns. */
  public GrpcRuntimes(Channel channel) {
    this.channel = channel;
    this.stub =
        RuntimeServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(Channels.MAX_RESPONSE_BYTES);
  }

  @Override
  public ServerDescription describe() {
    var within = stub.withDeadlineAfter(AdminCalls.DEADLINE_SECONDS, TimeUnit.SECONDS);
    return AdminCalls.run(
        () -> description(within.listRuntimes(ListRuntimesRequest.getDefaultInstance())));
  }

  @Override
  public boolean isServing() {
    return HealthCheck.isServing(channel);
  }

  private static ServerDescription description(ListRuntimesResponse response) {
    return new ServerDescription(
        response.getServerVersion(),
        response.getRuntimesList().stream().map(GrpcRuntimes::runtime).toList(),
        response.getExecutedPluginTypesList().stream()
            .map(Protos::pluginType)
            .flatMap(Optional::stream)
            .toList(),
        WorkerMessages.isolationLevel(response.getIsolationLevel()),
        response.getStartKindsList().stream().map(WorkerMessages::startKind).toList(),
        limits(response.getLimits()));
  }

  private static PluginRuntime runtime(Runtime runtime) {
    return new PluginRuntime(
        runtime.getName(),
        runtime.getVersion(),
        runtime.getImplementation(),
        runtime.getModulesList().stream().map(GrpcRuntimes::module).toList(),
        runtime.getRunsWithoutEntryPoint(),
        runtime.getPreferred());
  }

  private static RuntimeModule module(org.pluginexecutor.v1.RuntimeModule module) {
    return new RuntimeModule(module.getName(), module.getFound(), Protos.text(module.getVersion()));
  }

  private static ServerLimits limits(Limits limits) {
    return new ServerLimits(
        limits.getSlots(),
        limits.getQueueLength(),
        Protos.duration(limits.getQueueTimeout()),
        Protos.duration(limits.getDefaultTimeLimit()),
        Protos.duration(limits.getMaxTimeLimit()),
        limits.getResultLimitBytes(),
        limits.getOutputLimitBytes(),
        limits.getOutputLimitLines(),
        limits.getPackageEntries(),
        limits.getPackageUnpackedBytes(),
        limits.getTracebacksHidden());
  }
}
