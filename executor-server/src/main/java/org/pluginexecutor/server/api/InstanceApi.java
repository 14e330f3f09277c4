// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import com.google.protobuf.StringValue;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.pluginexecutor.server.invocation.InvocationContext;
import org.pluginexecutor.server.invocation.PluginConstructor;
import org.pluginexecutor.server.store.InstanceCatalog;
import org.pluginexecutor.server.store.InstanceCatalog.InstanceUpdate;
import org.pluginexecutor.server.store.InstanceSettings;
import org.pluginexecutor.v1.CreateInstanceRequest;
import org.pluginexecutor.v1.CreateInstanceResponse;
import org.pluginexecutor.v1.DeleteInstanceRequest;
import org.pluginexecutor.v1.DeleteInstanceResponse;
import org.pluginexecutor.v1.GetInstanceRequest;
import org.pluginexecutor.v1.GetInstanceResponse;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.ListInstanceRevisionsRequest;
import org.pluginexecutor.v1.ListInstanceRevisionsResponse;
import org.pluginexecutor.v1.ListInstancesRequest;
import org.pluginexecutor.v1.ListInstancesResponse;
import org.pluginexecutor.v1.RollBackInstanceRequest;
import org.pluginexecutor.v1.RollBackInstanceResponse;
import org.pluginexecutor.v1.TestInstanceRequest;
import org.pluginexecutor.v1.TestInstanceResponse;
import org.pluginexecutor.v1.UpdateInstanceRequest;
import org.pluginexecutor.v1.UpdateInstanceResponse;

/** Plugin instances over gRPC. Thread-safe. */
final class InstanceApi extends InstanceServiceGrpc.InstanceServiceImplBase {
  private static final int MAX_CONFIGURATION_BYTES = 1 << 20;

  private final InstanceCatalog catalog;
  private final PluginConstructor constructor;
  private final AuditedCalls changes;
  private final WorkerCalls workers;

  InstanceApi(
      InstanceCatalog catalog,
      PluginConstructor constructor,
      AuditedCalls changes,
      WorkerCalls workers) {
    this.catalog = catalog;
    this.constructor = constructor;
    this.changes = changes;
    this.workers = workers;
  }

  @Override
  public void createInstance(
      CreateInstanceRequest request, StreamObserver<CreateInstanceResponse> observer) {
    changes.answer(
        observer,
        "CreateInstance",
        change -> {
          var violations = new Violations();
          var name = PluginMapper.instanceName(request.getName(), "name", violations);
          var plugin = PluginMapper.fromProto(request.getPlugin(), "plugin", violations);
          var configuration =
              configuration(request.hasConfiguration(), request.getConfiguration(), violations);
          var settings =
              new InstanceSettings(
                  Optional.of(request.getRuntime()).filter(runtime -> !runtime.isEmpty()),
                  WorkerMapper.timeLimit(
                      request.hasTimeLimit(), request.getTimeLimit(), violations));
          violations.check();
          var instance = catalog.create(name, plugin, configuration, settings, change);
          return CreateInstanceResponse.newBuilder()
              .setInstance(PluginMapper.toProto(instance))
              .build();
        });
  }

  @Override
  public void updateInstance(
      UpdateInstanceRequest request, StreamObserver<UpdateInstanceResponse> observer) {
    changes.answer(
        observer,
        "UpdateInstance",
        change -> {
          var violations = new Violations();
          var name = PluginMapper.instanceName(request.getName(), "name", violations);
          var update = update(request, violations);
          violations.check();
          return UpdateInstanceResponse.newBuilder()
              .setInstance(PluginMapper.toProto(catalog.update(name, update, change)))
              .build();
        });
  }

  private static InstanceUpdate update(UpdateInstanceRequest request, Violations violations) {
    var plugin =
        request.hasPlugin()
            ? Optional.of(PluginMapper.fromProto(request.getPlugin(), "plugin", violations))
            : Optional.<org.pluginexecutor.server.plugin.PluginRef>empty();
    var configuration =
        configuration(request.hasConfiguration(), request.getConfiguration(), violations);
    var runtime = Optional.of(request.getRuntime().getValue()).filter(_ -> request.hasRuntime());
    var timeLimit =
        WorkerMapper.timeLimitOrZero(request.hasTimeLimit(), request.getTimeLimit(), violations);
    violations.require(
        Stream.of(plugin, configuration, runtime, timeLimit).anyMatch(Optional::isPresent),
        "plugin",
        "missing, as are configuration, runtime and time_limit (expected: one of them, or more)");
    requireRevision(request.getExpectedRevision(), "expected_revision", violations);
    return new InstanceUpdate(
        plugin, configuration, runtime, timeLimit, request.getExpectedRevision());
  }

  @Override
  public void rollBackInstance(
      RollBackInstanceRequest request, StreamObserver<RollBackInstanceResponse> observer) {
    changes.answer(
        observer,
        "RollBackInstance",
        change -> {
          var violations = new Violations();
          var name = PluginMapper.instanceName(request.getName(), "name", violations);
          violations.require(
              request.getRevision() > 0,
              "revision",
              request.getRevision() + " (expected: the number of a kept revision)");
          requireRevision(request.getExpectedRevision(), "expected_revision", violations);
          violations.check();
          return RollBackInstanceResponse.newBuilder()
              .setInstance(
                  PluginMapper.toProto(
                      catalog.rollBack(
                          name, request.getRevision(), request.getExpectedRevision(), change)))
              .build();
        });
  }

  @Override
  public void getInstance(
      GetInstanceRequest request, StreamObserver<GetInstanceResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var violations = new Violations();
          var name = PluginMapper.instanceName(request.getName(), "name", violations);
          requireRevision(request.getRevision(), "revision", violations);
          violations.check();
          var instance = catalog.get(name, request.getRevision());
          return GetInstanceResponse.newBuilder()
              .setInstance(
                  PluginMapper.toProto(instance).toBuilder()
                      .setConfiguration(catalog.configuration(instance)))
              .build();
        });
  }

  @Override
  public void listInstances(
      ListInstancesRequest request, StreamObserver<ListInstancesResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var violations = new Violations();
          int size = Paging.size(request.getPageSize(), violations);
          violations.check();
          var page = catalog.list(size, request.getPageToken());
          var response = ListInstancesResponse.newBuilder();
          page.items().forEach(instance -> response.addInstances(PluginMapper.toProto(instance)));
          return response.setNextPageToken(page.nextToken()).build();
        });
  }

  @Override
  public void listInstanceRevisions(
      ListInstanceRevisionsRequest request,
      StreamObserver<ListInstanceRevisionsResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var response = ListInstanceRevisionsResponse.newBuilder();
          catalog
              .revisions(checked(request.getName()))
              .forEach(revision -> response.addRevisions(PluginMapper.toProto(revision)));
          return response.build();
        });
  }

  @Override
  public void deleteInstance(
      DeleteInstanceRequest request, StreamObserver<DeleteInstanceResponse> observer) {
    changes.answer(
        observer,
        "DeleteInstance",
        change -> {
          catalog.delete(checked(request.getName()), change);
          return DeleteInstanceResponse.getDefaultInstance();
        });
  }

  @Override
  public void testInstance(
      TestInstanceRequest request, StreamObserver<TestInstanceResponse> observer) {
    workers.answer(observer, () -> workers.run(_ -> {}, context -> test(request, context)));
  }

  private TestInstanceResponse test(TestInstanceRequest request, InvocationContext context) {
    var construction = ConstructionMapper.fromProto(request, UUID.randomUUID().toString());
    var result = constructor.construct(construction, context);
    return ConstructionMapper.toProto(result, workers.timeSince(context));
  }

  private static Optional<String> configuration(
      boolean present, StringValue value, Violations violations) {
    if (!present) {
      return Optional.empty();
    }
    violations.require(
        value.getValue().getBytes(StandardCharsets.UTF_8).length <= MAX_CONFIGURATION_BYTES,
        "configuration",
        "too large (expected: at most " + MAX_CONFIGURATION_BYTES + " B)");
    return Optional.of(value.getValue());
  }

  private static void requireRevision(int revision, String field, Violations violations) {
    violations.require(
        revision >= 0, field, revision + " (expected: the number of a revision, or 0)");
  }

  private static String checked(String name) {
    var violations = new Violations();
    PluginMapper.instanceName(name, "name", violations);
    violations.check();
    return name;
  }
}
