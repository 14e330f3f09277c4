// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.StringValue;
import io.grpc.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.client.InstanceTest;
import org.pluginexecutor.client.Instances;
import org.pluginexecutor.client.PluginInstance;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.v1.CreateInstanceRequest;
import org.pluginexecutor.v1.DeleteInstanceRequest;
import org.pluginexecutor.v1.GetInstanceRequest;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.ListInstancesRequest;
import org.pluginexecutor.v1.TestInstanceRequest;

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
  public PluginInstance create(String name, PluginName plugin, Optional<String> configuration) {
    var request =
        CreateInstanceRequest.newBuilder().setName(name).setPlugin(Protos.pluginRef(plugin));
    configuration.ifPresent(text -> {
      Values.checkText("configuration", text);
      request.setConfiguration(StringValue.of(text));
    });
    return AdminCalls.run(
        () -> Protos.instance(stub().createInstance(request.build()).getInstance(), false));
  }

  @Override
  public List<PluginInstance> list() {
    return AdminCalls.run(() ->
        stub().listInstances(ListInstancesRequest.getDefaultInstance()).getInstancesList().stream()
            .map(instance -> Protos.instance(instance, false))
            .toList());
  }

  @Override
  public PluginInstance get(String name) {
    var request = GetInstanceRequest.newBuilder().setName(name).build();
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
