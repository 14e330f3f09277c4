// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.StringValue;
import io.grpc.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.client.InstanceOptions;
import org.pluginexecutor.client.InstanceTest;
import org.pluginexecutor.client.InstanceUpdate;
import org.pluginexecutor.client.Instances;
import org.pluginexecutor.client.PluginInstance;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.v1.CreateInstanceRequest;
import org.pluginexecutor.v1.DeleteInstanceRequest;
import org.pluginexecutor.v1.GetInstanceRequest;
import org.pluginexecutor.v1.Instance;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.ListInstanceRevisionsRequest;
import org.pluginexecutor.v1.ListInstancesRequest;
import org.pluginexecutor.v1.RollBackInstanceRequest;
import org.pluginexecutor.v1.TestInstanceRequest;
import org.pluginexecutor.v1.UpdateInstanceRequest;

/** Instances over gRPC. Thread-safe. */
public final class GrpcInstances implements Instances {
  private final InstanceServiceGrpc.InstanceServiceBlockingV2Stub stub;
  private final InstanceTests tests;

  /**
   * Calls over a channel that somebody else owns.
   *
   * @param timeLimit of constructing a plugin; empty: the server's default
   */
  public GrpcInstances(Channel channel, Retries retries, Optional<Duration> timeLimit) {
    this.stub =
        InstanceServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(Channels.MAX_RESPONSE_BYTES);
    this.tests = new InstanceTests(stub, retries, timeLimit);
  }

  @Override
  public PluginInstance create(String name, PluginName plugin, InstanceOptions options) {
    var request =
        CreateInstanceRequest.newBuilder().setName(name).setPlugin(Protos.pluginRef(plugin));
    options.configuration().ifPresent(text -> request.setConfiguration(StringValue.of(text)));
    options.runtime().ifPresent(request::setRuntime);
    options.timeLimit().ifPresent(limit -> request.setTimeLimit(Protos.duration(limit)));
    return AdminCalls.run(
        () -> Protos.instance(stub().createInstance(request.build()).getInstance(), false));
  }

  @Override
  public PluginInstance update(String name, InstanceUpdate update) {
    var request = UpdateInstanceRequest.newBuilder().setName(name);
    update.plugin().ifPresent(plugin -> request.setPlugin(Protos.pluginRef(plugin)));
    update.configuration().ifPresent(text -> request.setConfiguration(StringValue.of(text)));
    update.runtime().ifPresent(runtime -> request.setRuntime(StringValue.of(runtime)));
    update.timeLimit().ifPresent(limit -> request.setTimeLimit(Protos.duration(limit)));
    update.expectedRevision().ifPresent(request::setExpectedRevision);
    return AdminCalls.run(
        () -> Protos.instance(stub().updateInstance(request.build()).getInstance(), false));
  }

  @Override
  public PluginInstance rollBack(String name, int revision) {
    return rollBack(RollBackInstanceRequest.newBuilder().setName(name), revision);
  }

  @Override
  public PluginInstance rollBack(String name, int revision, int expectedRevision) {
    Values.checkRevision("expected_revision", expectedRevision);
    return rollBack(
        RollBackInstanceRequest.newBuilder().setName(name).setExpectedRevision(expectedRevision),
        revision);
  }

  private PluginInstance rollBack(RollBackInstanceRequest.Builder request, int revision) {
    Values.checkRevision("revision", revision);
    request.setRevision(revision);
    return AdminCalls.run(
        () -> Protos.instance(stub().rollBackInstance(request.build()).getInstance(), false));
  }

  @Override
  public List<PluginInstance> list() {
    var within = stub();
    return AdminCalls.run(() ->
        Pages.all((size, token) -> {
          var response =
              within.listInstances(
                  ListInstancesRequest.newBuilder().setPageSize(size).setPageToken(token).build());
          return new Pages.Page<>(
              withoutConfigurations(response.getInstancesList()), response.getNextPageToken());
        }));
  }

  @Override
  public List<PluginInstance> revisions(String name) {
    var request = ListInstanceRevisionsRequest.newBuilder().setName(name).build();
    return AdminCalls.run(
        () -> withoutConfigurations(stub().listInstanceRevisions(request).getRevisionsList()));
  }

  private static List<PluginInstance> withoutConfigurations(List<Instance> instances) {
    return instances.stream().map(instance -> Protos.instance(instance, false)).toList();
  }

  @Override
  public PluginInstance get(String name) {
    return get(GetInstanceRequest.newBuilder().setName(name).build());
  }

  @Override
  public PluginInstance get(String name, int revision) {
    Values.checkRevision("revision", revision);
    return get(GetInstanceRequest.newBuilder().setName(name).setRevision(revision).build());
  }

  private PluginInstance get(GetInstanceRequest request) {
    return AdminCalls.run(() -> Protos.instance(stub().getInstance(request).getInstance(), true));
  }

  @Override
  public InstanceTest test(String name, int revision) {
    if (revision < 0) {
      throw new IllegalArgumentException("revision: " + revision + " (expected: >= 0)");
    }
    return tests.send(TestInstanceRequest.newBuilder().setInstance(name).setRevision(revision));
  }

  @Override
  public InstanceTest test(PluginName plugin, String configuration) {
    Values.checkText("configuration", configuration);
    var request = TestInstanceRequest.newBuilder();
    request.getPluginBuilder().setPlugin(Protos.pluginRef(plugin)).setConfiguration(configuration);
    return tests.send(request);
  }

  @Override
  public void delete(String name) {
    var request = DeleteInstanceRequest.newBuilder().setName(name).build();
    var unused = AdminCalls.run(() -> stub().deleteInstance(request));
  }

  private InstanceServiceGrpc.InstanceServiceBlockingV2Stub stub() {
    return stub.withDeadlineAfter(AdminCalls.DEADLINE_SECONDS, TimeUnit.SECONDS);
  }
}
