// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.v1.AuditServiceGrpc;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.ListAuditEntriesRequest;
import org.pluginexecutor.v1.ListAuditEntriesResponse;
import org.pluginexecutor.v1.ListInstancesRequest;
import org.pluginexecutor.v1.ListInstancesResponse;
import org.pluginexecutor.v1.ListPluginsRequest;
import org.pluginexecutor.v1.ListPluginsResponse;
import org.pluginexecutor.v1.PluginServiceGrpc;

class PagesTest {
  private final List<String> asked = new ArrayList<>();

  /** From the token of a page to that of the next one. */
  private UnaryOperator<String> next = token -> numbered(token, 3);

  private final ScriptedServer server =
      new ScriptedServer(new PluginPages(), new InstancePages(), new AuditPages());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void plugins_are_listed_to_the_last_page() {
    assertThat(server.client.plugins().list())
        .extracting(Plugin::version)
        .containsExactly("0", "1", "2");
    assertThat(asked)
        .containsExactly(
            "1000  PLUGIN_TYPE_UNSPECIFIED",
            "1000 1 PLUGIN_TYPE_UNSPECIFIED",
            "1000 2 PLUGIN_TYPE_UNSPECIFIED");
  }

  @Test
  void every_page_is_of_the_type_that_was_asked_for() {
    next = token -> numbered(token, 2);

    assertThat(server.client.plugins().list(PluginType.AA)).hasSize(2);
    assertThat(asked).containsExactly("1000  PLUGIN_TYPE_AA", "1000 1 PLUGIN_TYPE_AA");
  }

  @Test
  void instances_are_listed_to_the_last_page() {
    assertThat(server.client.instances().list())
        .extracting(PluginInstance::name)
        .containsExactly("i", "i1", "i2");
    assertThat(asked).containsExactly("1000 ", "1000 1", "1000 2");
  }

  @Test
  void audit_entries_are_read_no_further_than_they_are_wanted() {
    next = token -> numbered(token, Integer.MAX_VALUE);

    assertThat(server.client.audit().list(1_003)).hasSize(1_003);
    assertThat(asked).containsExactly("1000 ", "3 1");
  }

  @Test
  void a_server_that_gives_more_entries_than_wanted_is_cut_off() {
    assertThat(server.client.audit().list(1)).hasSize(1);
  }

  @Test
  void all_audit_entries_are_read_when_there_are_fewer() {
    next = token -> numbered(token, 2);

    assertThat(server.client.audit().list(AuditLog.MAX_LIMIT)).hasSize(2_000);
  }

  @Test
  void audit_entries_say_who_changed_what() {
    List<AuditEntry> entries = server.client.audit().list(2);

    Instant time = Instant.ofEpochSecond(1_000);
    assertThat(entries)
        .containsExactly(
            new AuditEntry(
                time,
                "alice",
                "127.0.0.1:41234",
                "UploadPlugin",
                Optional.of("aa/door/1.10"),
                Optional.of("sha256:00"),
                AuditResult.REFUSED,
                Optional.of("PLUGIN_NOT_TRUSTED")),
            new AuditEntry(
                time,
                "anonymous",
                "127.0.0.1:41234",
                "RestoreBackup",
                Optional.empty(),
                Optional.empty(),
                AuditResult.DONE,
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, AuditLog.MAX_LIMIT + 1})
  void a_limit_out_of_range_is_refused(int limit) {
    assertThatThrownBy(() -> server.client.audit().list(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: " + limit + " (expected: 1 to 1000000)");
    assertThat(asked).isEmpty();
  }

  @Test
  void a_server_that_sends_a_token_twice_is_at_fault() {
    next = token -> token.equals("1") ? "2" : "1";

    assertThatThrownBy(() -> server.client.plugins().list())
        .isInstanceOf(ExecutorInternalException.class);
    assertThat(asked).hasSize(3);
  }

  @Test
  void a_server_whose_pages_never_end_is_at_fault() {
    next = token -> numbered(token, Integer.MAX_VALUE);

    assertThatThrownBy(() -> server.client.instances().list())
        .isInstanceOf(ExecutorInternalException.class);
    assertThat(asked).hasSize(10_000);
  }

  /** Tokens are numbers of pages, from 0. */
  private static String numbered(String token, int pages) {
    int following = token.isEmpty() ? 1 : Integer.parseInt(token) + 1;
    return following < pages ? Integer.toString(following) : "";
  }

  private static <T> void reply(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  private final class PluginPages extends PluginServiceGrpc.PluginServiceImplBase {
    @Override
    public void listPlugins(
        ListPluginsRequest request, StreamObserver<ListPluginsResponse> observer) {
      String token = request.getPageToken();
      asked.add(request.getPageSize() + " " + token + " " + request.getPluginType());
      var response = ListPluginsResponse.newBuilder().setNextPageToken(next.apply(token));
      response
          .addPluginsBuilder()
          .setPluginType(org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_AA)
          .setName("door")
          .setVersion(token.isEmpty() ? "0" : token);
      reply(observer, response.build());
    }
  }

  private final class InstancePages extends InstanceServiceGrpc.InstanceServiceImplBase {
    @Override
    public void listInstances(
        ListInstancesRequest request, StreamObserver<ListInstancesResponse> observer) {
      String token = request.getPageToken();
      asked.add(request.getPageSize() + " " + token);
      var response = ListInstancesResponse.newBuilder().setNextPageToken(next.apply(token));
      response.addInstancesBuilder().setName("i" + token).getPluginBuilder().setName("door");
      reply(observer, response.build());
    }
  }

  /** Pages are full, whatever size is asked for. */
  private final class AuditPages extends AuditServiceGrpc.AuditServiceImplBase {
    @Override
    public void listAuditEntries(
        ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
      String token = request.getPageToken();
      asked.add(request.getPageSize() + " " + token);
      var response = ListAuditEntriesResponse.newBuilder().setNextPageToken(next.apply(token));
      response
          .addEntriesBuilder()
          .setCaller("alice")
          .setAddress("127.0.0.1:41234")
          .setAction("UploadPlugin")
          .setSubject("aa/door/1.10")
          .setDigest("sha256:00")
          .setResult(org.pluginexecutor.v1.AuditResult.AUDIT_RESULT_REFUSED)
          .setReason("PLUGIN_NOT_TRUSTED")
          .getTimeBuilder()
          .setSeconds(1_000);
      for (int i = 1; i < 1_000; i++) {
        response
            .addEntriesBuilder()
            .setCaller("anonymous")
            .setAddress("127.0.0.1:41234")
            .setAction("RestoreBackup")
            .setResult(org.pluginexecutor.v1.AuditResult.AUDIT_RESULT_DONE)
            .getTimeBuilder()
            .setSeconds(1_000);
      }
      reply(observer, response.build());
    }
  }
}
