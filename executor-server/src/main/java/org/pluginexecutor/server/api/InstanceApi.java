// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.pluginexecutor.server.invocation.InvocationContext;
import org.pluginexecutor.server.invocation.PluginConstructor;
import org.pluginexecutor.server.plugin.PluginCatalog;
import org.pluginexecutor.v1.CreateInstanceRequest;
import org.pluginexecutor.v1.CreateInstanceResponse;
import org.pluginexecutor.v1.DeleteInstanceRequest;
import org.pluginexecutor.v1.DeleteInstanceResponse;
import org.pluginexecutor.v1.GetInstanceRequest;
import org.pluginexecutor.v1.GetInstanceResponse;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.ListInstancesRequest;
import org.pluginexecutor.v1.ListInstancesResponse;
import org.pluginexecutor.v1.TestInstanceRequest;
import org.pluginexecutor.v1.TestInstanceResponse;

/** Plugin instances over gRPC. Thread-safe. */
final class InstanceApi extends InstanceServiceGrpc.InstanceServiceImplBase {
  private static final int MAX_CONFIGURATION_BYTES = 1 << 20;

  private final PluginCatalog catalog;
  private final PluginConstructor constructor;
  private final WorkerCalls calls;

  InstanceApi(PluginCatalog catalog, PluginConstructor constructor, WorkerCalls calls) {
    this.catalog = catalog;
    this.constructor = constructor;
    this.calls = calls;
  }

  @Override
  public void createInstance(
      CreateInstanceRequest request, StreamObserver<CreateInstanceResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var violations = new Violations();
          var name = PluginMapper.instanceName(request.getName(), "name", violations);
          var plugin = PluginMapper.fromProto(request.getPlugin(), "plugin", violations);
          var configuration =
              request.hasConfiguration()
                  ? Optional.of(request.getConfiguration().getValue())
                  : Optional.<String>empty();
          configuration.ifPresent(text ->
              violations.require(
                  text.getBytes(StandardCharsets.UTF_8).length <= MAX_CONFIGURATION_BYTES,
                  "configuration",
                  "too large (expected: at most " + MAX_CONFIGURATION_BYTES + " B)"));
          violations.check();
          var instance = catalog.createInstance(name, plugin, configuration);
          return CreateInstanceResponse.newBuilder()
              .setInstance(PluginMapper.toProto(instance, false))
              .build();
        });
  }

  @Override
  public void getInstance(
      GetInstanceRequest request, StreamObserver<GetInstanceResponse> observer) {
    Calls.answer(
        observer,
        () ->
            GetInstanceResponse.newBuilder()
                .setInstance(
                    PluginMapper.toProto(catalog.getInstance(checked(request.getName())), true))
                .build());
  }

  @Override
  public void listInstances(
      ListInstancesRequest request, StreamObserver<ListInstancesResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var response = ListInstancesResponse.newBuilder();
          catalog
              .listInstances()
              .forEach(instance -> response.addInstances(PluginMapper.toProto(instance, false)));
          return response.build();
        });
  }

  @Override
  public void deleteInstance(
      DeleteInstanceRequest request, StreamObserver<DeleteInstanceResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          catalog.deleteInstance(checked(request.getName()));
          return DeleteInstanceResponse.getDefaultInstance();
        });
  }

  @Override
  public void testInstance(
      TestInstanceRequest request, StreamObserver<TestInstanceResponse> observer) {
    calls.answer(observer, () -> calls.run(_ -> {}, context -> test(request, context)));
  }

  private TestInstanceResponse test(TestInstanceRequest request, InvocationContext context) {
    var construction = ConstructionMapper.fromProto(request, UUID.randomUUID().toString());
    return ConstructionMapper.toProto(constructor.construct(construction, context));
  }

  private static String checked(String name) {
    var violations = new Violations();
    PluginMapper.instanceName(name, "name", violations);
    violations.check();
    return name;
  }
}
