// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
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
import org.pluginexecutor.v1.ListInstanceRevisionsRequest;
import org.pluginexecutor.v1.ListInstanceRevisionsResponse;
import org.pluginexecutor.v1.ListInstancesRequest;
import org.pluginexecutor.v1.ListInstancesResponse;
import org.pluginexecutor.v1.RollBackInstanceRequest;
import org.pluginexecutor.v1.RollBackInstanceResponse;
import org.pluginexecutor.v1.UpdateInstanceRequest;
import org.pluginexecutor.v1.UpdateInstanceResponse;

class InstancesTest {
  private final List<CreateInstanceRequest> created = new ArrayList<>();
  private final List<UpdateInstanceRequest> updated = new ArrayList<>();
  private final List<RollBackInstanceRequest> rolledBack = new ArrayList<>();
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
  void says_how_an_instance_is_to_be_called() {
    var options =
        InstanceOptions.newBuilder().runtime("py39").timeLimit(Duration.ofMillis(1500)).build();
    instances.create("door", PluginName.of("aa"), options);
    instances.create("door", PluginName.of("aa"), InstanceOptions.defaults());
    instances.update(
        "door", InstanceUpdate.newBuilder().withoutRuntime().withoutTimeLimit().build());
    instances.update("door", InstanceUpdate.newBuilder().configuration("").build());

    assertThat(created.get(0).getRuntime()).isEqualTo("py39");
    assertThat(created.get(0).getTimeLimit())
        .isEqualTo(
            com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(500_000_000).build());
    assertThat(created.get(1).getRuntime()).isEmpty();
    assertThat(created.get(1).hasTimeLimit()).isFalse();
    assertThat(updated.get(0).hasRuntime()).isTrue();
    assertThat(updated.get(0).getRuntime().getValue()).isEmpty();
    assertThat(updated.get(0).hasTimeLimit()).isTrue();
    assertThat(updated.get(0).getTimeLimit())
        .isEqualTo(com.google.protobuf.Duration.getDefaultInstance());
    assertThat(updated.get(1).hasRuntime()).isFalse();
    assertThat(updated.get(1).hasTimeLimit()).isFalse();
    assertThatThrownBy(() -> InstanceOptions.newBuilder().timeLimit(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InstanceUpdate.newBuilder().timeLimit(Duration.ofSeconds(-1)).build())
        .isInstanceOf(IllegalArgumentException.class);
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
  void changes_only_what_the_update_names() {
    PluginInstance instance =
        instances.update(
            "door",
            InstanceUpdate.newBuilder()
                .plugin(PluginName.of("aa").withVersion("1.1"))
                .expectedRevision(6)
                .build());
    instances.update("door", InstanceUpdate.newBuilder().configuration("").build());

    assertThat(instance.revision()).isEqualTo(7);
    assertThat(instance.updateTime()).isEqualTo(Instant.ofEpochSecond(70));
    assertThat(instance.configuration()).isEmpty();
    assertThat(updated.get(0).getPlugin().getVersion()).isEqualTo("1.1");
    assertThat(updated.get(0).hasConfiguration()).isFalse();
    assertThat(updated.get(0).getExpectedRevision()).isEqualTo(6);
    assertThat(updated.get(1).hasPlugin()).isFalse();
    assertThat(updated.get(1).hasConfiguration()).isTrue();
    assertThat(updated.get(1).getExpectedRevision()).isZero();
  }

  @Test
  void has_to_be_told_what_to_change() {
    assertThatThrownBy(() -> InstanceUpdate.newBuilder().expectedRevision(1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "update: empty (expected: a plugin, a configuration, a runtime or a time limit)");
    assertThatThrownBy(
            () -> InstanceUpdate.newBuilder().configuration("").expectedRevision(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected_revision: 0 (expected: at least 1)");
    assertThatThrownBy(() -> InstanceUpdate.newBuilder().configuration("\ud800").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void says_that_somebody_else_was_faster() {
    var update = InstanceUpdate.newBuilder().configuration("").expectedRevision(1).build();

    assertThatThrownBy(() -> instances.update("changed", update))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.reason()).isEqualTo("INSTANCE_CHANGED"));
  }

  @Test
  void goes_back_to_a_revision() {
    instances.rollBack("door", 2);
    instances.rollBack("door", 3, 7);

    assertThat(rolledBack)
        .extracting(
            RollBackInstanceRequest::getRevision, RollBackInstanceRequest::getExpectedRevision)
        .containsExactly(tuple(2, 0), tuple(3, 7));
  }

  @Test
  void numbers_revisions_from_one() {
    assertThatThrownBy(() -> instances.rollBack("door", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("revision: 0 (expected: at least 1)");
    assertThatThrownBy(() -> instances.rollBack("door", 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> instances.get("door", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shows_one_revision_or_the_list_of_all() {
    assertThat(instances.get("door", 3).revision()).isEqualTo(3);
    assertThat(instances.revisions("door"))
        .extracting(PluginInstance::revision)
        .containsExactly(7, 6);
    assertThat(instances.revisions("door"))
        .allMatch(instance -> instance.configuration().isEmpty());
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
          GetInstanceResponse.newBuilder()
              .setInstance(revision(request.getRevision()).setConfiguration("text"))
              .build());
    }

    @Override
    public void listInstances(
        ListInstancesRequest request, StreamObserver<ListInstancesResponse> observer) {
      reply(observer, ListInstancesResponse.newBuilder().addInstances(named()).build());
    }

    @Override
    public void updateInstance(
        UpdateInstanceRequest request, StreamObserver<UpdateInstanceResponse> observer) {
      if (request.getName().equals("changed")) {
        observer.onError(Answers.failure(Code.ABORTED, Answers.info("INSTANCE_CHANGED", "")));
        return;
      }
      updated.add(request);
      reply(observer, UpdateInstanceResponse.newBuilder().setInstance(revision(7)).build());
    }

    @Override
    public void rollBackInstance(
        RollBackInstanceRequest request, StreamObserver<RollBackInstanceResponse> observer) {
      rolledBack.add(request);
      reply(observer, RollBackInstanceResponse.newBuilder().setInstance(revision(7)).build());
    }

    @Override
    public void listInstanceRevisions(
        ListInstanceRevisionsRequest request,
        StreamObserver<ListInstanceRevisionsResponse> observer) {
      reply(
          observer,
          ListInstanceRevisionsResponse.newBuilder()
              .addRevisions(revision(7))
              .addRevisions(revision(6))
              .build());
    }

    @Override
    public void deleteInstance(
        DeleteInstanceRequest request, StreamObserver<DeleteInstanceResponse> observer) {
      observer.onError(Answers.failure(Code.NOT_FOUND, Answers.info("INSTANCE_NOT_FOUND", "")));
    }

    private static Instance.Builder revision(int number) {
      Instance.Builder door = named().setRevision(number);
      door.getUpdateTimeBuilder().setSeconds(number * 10L);
      return door;
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
