// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.Optional;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.runtime.PythonModule;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.v1.Limits;
import org.pluginexecutor.v1.ListRuntimesRequest;
import org.pluginexecutor.v1.ListRuntimesResponse;
import org.pluginexecutor.v1.Runtime;
import org.pluginexecutor.v1.RuntimeModule;
import org.pluginexecutor.v1.RuntimeServiceGrpc;

/** Runtimes and limits over gRPC, without paths of this machine. Thread-safe. */
final class RuntimeApi extends RuntimeServiceGrpc.RuntimeServiceImplBase {
  private final Runtimes runtimes;
  private final ServerFacts facts;

  RuntimeApi(Runtimes runtimes, ServerFacts facts) {
    this.runtimes = runtimes;
    this.facts = facts;
  }

  @Override
  public void listRuntimes(
      ListRuntimesRequest request, StreamObserver<ListRuntimesResponse> observer) {
    Calls.answer(observer, this::response);
  }

  private ListRuntimesResponse response() {
    var response =
        ListRuntimesResponse.newBuilder()
            .setServerVersion(facts.version())
            .setIsolationLevel(WorkerMapper.toProto(facts.isolationLevel()))
            .addStartKinds(WorkerMapper.toProto(facts.startKind()))
            .setLimits(limits());
    runtimes.all().forEach(runtime -> response.addRuntimes(toProto(runtime)));
    Arrays.stream(PluginType.values())
        .filter(PluginType::isExecutable)
        .map(PluginMapper::toProto)
        .forEach(response::addExecutedPluginTypes);
    return response.build();
  }

  private Runtime toProto(PythonRuntime runtime) {
    var proto =
        Runtime.newBuilder()
            .setName(runtime.name())
            .setVersion(runtime.version())
            .setImplementation(runtime.implementation())
            .setRunsWithoutEntryPoint(runtime.isPython2())
            .setPreferred(runtimes.forPython2(runtime.isPython2()).equals(Optional.of(runtime)));
    runtime.modules().forEach(module -> proto.addModules(toProto(module)));
    return proto.build();
  }

  private static RuntimeModule toProto(PythonModule module) {
    return RuntimeModule.newBuilder()
        .setName(module.name())
        .setFound(module.found())
        .setVersion(module.version())
        .build();
  }

  private Limits limits() {
    var invocation = facts.invocation();
    var archive = facts.packages().archive();
    return Limits.newBuilder()
        .setSlots(invocation.slots())
        .setQueueLength(invocation.queueLength())
        .setQueueTimeout(PluginMapper.toProto(invocation.queueTimeout()))
        .setDefaultTimeLimit(PluginMapper.toProto(invocation.defaultTimeLimit()))
        .setMaxTimeLimit(PluginMapper.toProto(invocation.maxTimeLimit()))
        .setResultLimitBytes(invocation.resultLimitBytes())
        .setOutputLimitBytes(invocation.output().bytes())
        .setOutputLimitLines(invocation.output().lines())
        .setPackageEntries(archive.entries())
        .setPackageUnpackedBytes(archive.unpackedBytes())
        .setTracebacksHidden(invocation.hideTracebacks())
        .build();
  }
}
