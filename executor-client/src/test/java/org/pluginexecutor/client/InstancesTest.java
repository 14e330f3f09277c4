// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.v1.CreateInstanceRequest;
import org.pluginexecutor.v1.CreateInstanceResponse;
import org.pluginexecutor.v1.DeleteInstanceRequest;
import org.pluginexecutor.v1.DeleteInstanceResponse;
import org.pluginexecutor.v1.GetInstanceRequest;
import org.pluginexecutor.v1.GetInstanceResponse;
import org.pluginexecutor.v1.Instance;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.ListInstancesRequest;
import org.pluginexecutor.v1.ListInstancesResponse;

class InstancesTest {
  private final List<CreateInstanceRequest> created = new ArrayList<>();
  private final ScriptedServer server = new ScriptedServer(new Service());
  private final Instances instances = server.client.instances();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void tells_an_empty_configuration_from_none() {
    instances.create("door", PluginName.of("aa"), Optional.empty());
    instances.create("door", PluginName.of("aa").withVersion("1.0"), Optional.of(""));

    assertThat(created.get(0).hasConfiguration()).isFalse();
    assertThat(created.get(0).getPlugin().getVersion()).isEmpty();
    assertThat(created.get(1).hasConfiguration()).isTrue();
    assertThat(created.get(1).getPlugin().getVersion()).isEqualTo("1.0");
  }

  @Test
  void has_the_configuration_only_when_one_instance_is_asked_for() {
    assertThat(instances.get("door").configuration()).contains("text");
    assertThat(instances.list())
        .singleElement()
        .extracting(PluginInstance::configuration)
        .isEqualTo(Optional.empty());
  }

  @Test
  void says_that_there_is_no_such_instance() {
    assertThatThrownBy(() -> instances.delete("door"))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> {
              assertThat(e.reason()).isEqualTo("INSTANCE_NOT_FOUND");
              assertThat(e.hookMayHaveRun()).isFalse();
            });
  }

  private final class Service extends InstanceServiceGrpc.InstanceServiceImplBase {
    private static final Instance DOOR = Instance.newBuilder().setName("door").build();

    @Override
    public void createInstance(
        CreateInstanceRequest request, StreamObserver<CreateInstanceResponse> observer) {
      created.add(request);
      reply(observer, CreateInstanceResponse.newBuilder().setInstance(named()).build());
    }

    @Override
    public void getInstance(
        GetInstanceRequest request, StreamObserver<GetInstanceResponse> observer) {
      reply(
          observer,
          GetInstanceResponse.newBuilder().setInstance(named().setConfiguration("text")).build());
    }

    @Override
    public void listInstances(
        ListInstancesRequest request, StreamObserver<ListInstancesResponse> observer) {
      reply(observer, ListInstancesResponse.newBuilder().addInstances(named()).build());
    }

    @Override
    public void deleteInstance(
        DeleteInstanceRequest request, StreamObserver<DeleteInstanceResponse> observer) {
      observer.onError(Answers.failure(Code.NOT_FOUND, Answers.info("INSTANCE_NOT_FOUND", "")));
    }

    private static Instance.Builder named() {
      Instance.Builder door = DOOR.toBuilder();
      door.getPluginBuilder().setName("aa");
      return door;
    }

    private static <T> void reply(StreamObserver<T> observer, T response) {
      observer.onNext(response);
      observer.onCompleted();
    }
  }
}
