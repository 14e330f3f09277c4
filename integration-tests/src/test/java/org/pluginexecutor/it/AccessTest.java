// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pluginexecutor.client.AccessException;
import org.pluginexecutor.client.AuditEntry;
import org.pluginexecutor.server.access.NewToken;
import org.pluginexecutor.server.config.Role;
import org.pluginexecutor.v1.AuditServiceGrpc;
import org.pluginexecutor.v1.BackupServiceGrpc;
import org.pluginexecutor.v1.CreateBackupRequest;
import org.pluginexecutor.v1.GetInstanceRequest;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.ListAuditEntriesRequest;
import org.pluginexecutor.v1.ListPluginsRequest;
import org.pluginexecutor.v1.PluginServiceGrpc;
import org.pluginexecutor.v1.UploadPluginRequest;
import org.pluginexecutor.v1.UploadPluginResponse;

/** Who may do what, as callers of a real server meet it. */
@Timeout(60)
class AccessTest {
  private static TestServer server;
  private static Path callers;
  private static NewToken gateway;
  private static NewToken desk;
  private static NewToken admin;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    gateway = NewToken.create("gateway", Set.of(Role.INVOKE));
    desk = NewToken.create("desk", Set.of(Role.OBSERVE));
    admin = NewToken.create("admin", Set.of(Role.MANAGE));
    callers = directory.resolve("callers");
    list(gateway, desk, admin);
    server =
        TestServer.withoutWalls(config ->
            config
                .withAccess(config.access().withFile(callers))
                .withAdmin(config.admin().withPort(0)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void list(NewToken... tokens) throws IOException {
    var lines = List.of(tokens).stream().map(NewToken::line).toList();
    Files.writeString(callers, String.join("\n", lines));
  }

  /** Something that a caller does over a channel. */
  private interface Attempt {
    void over(ManagedChannel channel);
  }

  private static Code codeOf(ManagedChannel channel, Attempt attempt) {
    try {
      attempt.over(channel);
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    } finally {
      channel.shutdownNow();
    }
  }

  private static void list(ManagedChannel channel) {
    var _ =
        PluginServiceGrpc.newBlockingStub(channel)
            .listPlugins(ListPluginsRequest.getDefaultInstance());
  }

  private static void invoke(ManagedChannel channel) {
    var _ =
        HookServiceGrpc.newBlockingStub(channel).invokeHook(InvokeHookRequest.getDefaultInstance());
  }

  private static void manage(ManagedChannel channel) {
    var _ =
        InstanceServiceGrpc.newBlockingStub(channel)
            .getInstance(GetInstanceRequest.newBuilder().setName("x").build());
  }

  private static void audit(ManagedChannel channel) {
    var _ =
        AuditServiceGrpc.newBlockingStub(channel)
            .listAuditEntries(ListAuditEntriesRequest.getDefaultInstance());
  }

  private static void backUp(ManagedChannel channel) {
    BackupServiceGrpc.newBlockingStub(channel)
        .createBackup(CreateBackupRequest.getDefaultInstance())
        .forEachRemaining(_ -> {});
  }

  @Test
  void each_role_may_do_its_own_and_nothing_else() {
    // Requests that are let in end for another reason: they are empty.
    assertThat(codeOf(server.channel(gateway.token()), AccessTest::invoke))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(codeOf(server.channel(admin.token()), AccessTest::manage)).isEqualTo(Code.NOT_FOUND);
    assertThat(codeOf(server.channel(admin.token()), AccessTest::list)).isEqualTo(Code.OK);
    assertThat(codeOf(server.channel(desk.token()), AccessTest::list)).isEqualTo(Code.OK);
    assertThat(codeOf(server.channel(desk.token()), AccessTest::audit)).isEqualTo(Code.OK);

    for (Attempt attempt :
        List.<Attempt>of(
            AccessTest::list, AccessTest::manage, AccessTest::audit, AccessTest::backUp)) {
      assertThat(codeOf(server.channel(gateway.token()), attempt))
          .isEqualTo(Code.PERMISSION_DENIED);
    }
    for (Attempt attempt :
        List.<Attempt>of(AccessTest::invoke, AccessTest::manage, AccessTest::backUp)) {
      assertThat(codeOf(server.channel(desk.token()), attempt)).isEqualTo(Code.PERMISSION_DENIED);
    }
    assertThat(codeOf(server.channel(admin.token()), AccessTest::invoke))
        .isEqualTo(Code.PERMISSION_DENIED);
  }

  @Test
  void who_shows_nothing_or_something_wrong_may_do_nothing() {
    var line = gateway.line();
    var digest = line.substring(line.lastIndexOf(' ') + 1);
    for (var channel :
        List.of(
            server.plainChannel().build(),
            server.channel("wrong"),
            server.channel(""),
            server.channel(digest),
            server.channel(gateway.token() + "x"),
            server.channel(gateway.token().substring(1)))) {
      assertThat(codeOf(channel, AccessTest::invoke)).isEqualTo(Code.UNAUTHENTICATED);
    }
  }

  @Test
  void a_refusal_has_its_reason_and_says_that_no_hook_ran() throws Exception {
    var channel = server.channel(gateway.token());
    try {
      assertThatThrownBy(() -> list(channel))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                var info = infoOf(e);
                assertThat(info.getReason()).isEqualTo("NOT_ALLOWED");
                assertThat(info.getMetadataMap())
                    .containsEntry("hook_state", "NOT_STARTED")
                    .containsEntry("role", "observe");
                assertThat(e.getStatus().getDescription())
                    .isEqualTo(
                        "caller: gateway (expected: a caller with the role observe, which"
                            + " ListPlugins needs)");
              });
    } finally {
      channel.shutdownNow();
    }
  }

  private static ErrorInfo infoOf(StatusRuntimeException e) {
    try {
      var status = StatusProto.fromThrowable(e);
      return java.util.Objects.requireNonNull(status).getDetails(0).unpack(ErrorInfo.class);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void an_upload_is_refused_before_anything_of_it_is_read() throws Exception {
    var channel = server.channel(gateway.token());
    var failure = new CompletableFuture<Throwable>();
    try {
      var requests =
          PluginServiceGrpc.newStub(channel)
              .uploadPlugin(
                  new StreamObserver<UploadPluginResponse>() {
                    @Override
                    public void onNext(UploadPluginResponse response) {}

                    @Override
                    public void onError(Throwable cause) {
                      failure.complete(cause);
                    }

                    @Override
                    public void onCompleted() {
                      failure.complete(new IllegalStateException("uploaded"));
                    }
                  });
      requests.onNext(
          UploadPluginRequest.newBuilder()
              .setChunk(ByteString.copyFrom(new byte[8 << 20]))
              .build());

      // The upload is never completed.
      assertThat(failure.get(20, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED));
      assertThat(server.staged()).isEmpty();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void health_needs_no_token() {
    var channel = server.plainChannel().build();
    try {
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void a_token_that_is_taken_out_of_the_list_no_longer_holds() throws IOException {
    var leaver = NewToken.create("leaver", Set.of(Role.OBSERVE));
    list(gateway, desk, admin, leaver);
    var channel = server.channel(leaver.token());
    try {
      list(channel);
      list(gateway, desk, admin);
      assertThatThrownBy(() -> list(channel))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageStartingWith("UNAUTHENTICATED: caller: unknown token (expected: ");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void refusals_and_changes_are_audited_with_the_name_of_the_caller() throws IOException {
    try (var fresh =
        TestServer.withoutWalls(config -> config.withAccess(config.access().withFile(callers)))) {
      var options =
          TestServer.options(fresh.server()).token(gateway.token()).tokenOverPlainText(false);
      try (var client = org.pluginexecutor.client.PluginExecutorClient.connect(options.build())) {
        assertThatThrownBy(() -> client.instances().delete("x"))
            .isInstanceOfSatisfying(
                AccessException.class, e -> assertThat(e.reason()).isEqualTo("NOT_ALLOWED"));
      }
      fresh.aa("class Plugin: pass");

      assertThat(fresh.client().audit().list(10))
          .extracting(AuditEntry::caller, AuditEntry::action, AuditEntry::reason)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("local", "UploadPlugin", Optional.empty()),
              org.assertj.core.groups.Tuple.tuple(
                  "gateway", "DeleteInstance", Optional.of("NOT_ALLOWED")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void metrics_are_for_who_observes(Role role) throws Exception {
    var token =
        switch (role) {
          case INVOKE -> gateway;
          case OBSERVE -> desk;
          case MANAGE -> admin;
        };

    assertThat(metrics("Bearer " + token.token())).isEqualTo(role == Role.INVOKE ? 403 : 200);
    assertThat(metrics("Bearer " + token.token() + "x")).isEqualTo(401);
    assertThat(metrics("Basic " + token.token())).isEqualTo(401);
  }

  private static int metrics(String authorization) throws Exception {
    var port = server.server().adminPort().orElseThrow();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .header("Authorization", authorization)
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
