// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pluginexecutor.v1.AuditEntry;
import org.pluginexecutor.v1.AuditServiceGrpc;
import org.pluginexecutor.v1.BackupServiceGrpc;
import org.pluginexecutor.v1.CreateBackupRequest;
import org.pluginexecutor.v1.CreateBackupResponse;
import org.pluginexecutor.v1.GetInstanceRequest;
import org.pluginexecutor.v1.GetInstanceResponse;
import org.pluginexecutor.v1.GetPluginRequest;
import org.pluginexecutor.v1.GetPluginResponse;
import org.pluginexecutor.v1.Instance;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.ListAuditEntriesRequest;
import org.pluginexecutor.v1.ListAuditEntriesResponse;
import org.pluginexecutor.v1.ListInstanceRevisionsRequest;
import org.pluginexecutor.v1.ListInstanceRevisionsResponse;
import org.pluginexecutor.v1.ListInstancesRequest;
import org.pluginexecutor.v1.ListInstancesResponse;
import org.pluginexecutor.v1.ListPluginsRequest;
import org.pluginexecutor.v1.ListPluginsResponse;
import org.pluginexecutor.v1.Plugin;
import org.pluginexecutor.v1.PluginServiceGrpc;
import org.pluginexecutor.v1.RestoreBackupRequest;
import org.pluginexecutor.v1.RestoreBackupResponse;
import org.pluginexecutor.v1.RollBackInstanceRequest;
import org.pluginexecutor.v1.RollBackInstanceResponse;
import org.pluginexecutor.v1.UpdateInstanceRequest;
import org.pluginexecutor.v1.UpdateInstanceResponse;

/**
 * A server with a store in memory that tests fill with what a real one gets into only slowly:
 * damage, refusals, a history. Thread-safe for one call at a time.
 */
final class FakeStoreServer implements BeforeEachCallback, AfterEachCallback {
  /** When everything happened; revisions follow one another by a second. */
  static final Timestamp TIME = Timestamp.newBuilder().setSeconds(1_700_000_000).build();

  static final ByteString BACKUP = ByteString.copyFromUtf8("everything that is stored");

  final List<Plugin> plugins = new CopyOnWriteArrayList<>();
  final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
  final Map<String, List<Instance>> instances = new TreeMap<>();

  /** What backups fail with after their first piece. */
  volatile @Nullable StatusRuntimeException backupFailure;

  private @Nullable Server server;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        NettyServerBuilder.forAddress(address)
            .addService(new Plugins())
            .addService(new Instances())
            .addService(new Backups())
            .addService(new Audit())
            .build()
            .start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (server != null) {
      server.shutdownNow();
    }
  }

  /** Runs a command against this server. */
  Captured run(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.add("--target");
    all.add("127.0.0.1:" + Options.required(server).getPort());
    return Captured.run(all.toArray(String[]::new));
  }

  /** Keeps an instance with one revision per configuration. */
  void keep(String name, String plugin, String... configurations) {
    for (var configuration : configurations) {
      var instance = Instance.newBuilder().setName(name).setConfiguration(configuration);
      instance.getPluginBuilder().setName(plugin);
      add(instance.build());
    }
  }

  static StatusRuntimeException failure(Code code, String reason, String message) {
    var info = ErrorInfo.newBuilder().setDomain("plugin-executor").setReason(reason).build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info))
            .build());
  }

  private Instance add(Instance instance) {
    var revisions = instances.computeIfAbsent(instance.getName(), _ -> new ArrayList<>());
    int number = revisions.size() + 1;
    var time = TIME.toBuilder().setSeconds(TIME.getSeconds() + number - 1);
    var added =
        instance.toBuilder()
            .setRevision(number)
            .setConfigurationSizeBytes(instance.getConfigurationBytes().size())
            .setCreateTime(TIME)
            .setUpdateTime(time)
            .build();
    revisions.add(added);
    return withoutConfiguration(added);
  }

  private Instance find(String name, int revision) {
    var revisions = instances.getOrDefault(name, List.of());
    if (revisions.isEmpty() || revision > revisions.size()) {
      String subject = revision == 0 ? name : name + "@" + revision;
      throw failure(
          Code.NOT_FOUND,
          "INSTANCE_NOT_FOUND",
          "instance: " + subject + " (expected: an instance and a revision that there are)");
    }
    return revision == 0 ? revisions.getLast() : revisions.get(revision - 1);
  }

  private Instance findLatest(String name, int expectedRevision) {
    var latest = find(name, 0);
    if (expectedRevision != 0 && expectedRevision != latest.getRevision()) {
      throw failure(
          Code.ABORTED,
          "INSTANCE_CHANGED",
          "instance: "
              + name
              + "@"
              + latest.getRevision()
              + " (expected: @"
              + expectedRevision
              + ")");
    }
    return latest;
  }

  private static Instance withoutConfiguration(Instance instance) {
    return instance.toBuilder().clearConfiguration().build();
  }

  private static <T> void reply(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  private interface Answer<T> {
    T get();
  }

  private static <T> void answer(StreamObserver<T> observer, Answer<T> answer) {
    try {
      reply(observer, answer.get());
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    }
  }

  private final class Plugins extends PluginServiceGrpc.PluginServiceImplBase {
    @Override
    public void listPlugins(
        ListPluginsRequest request, StreamObserver<ListPluginsResponse> observer) {
      reply(observer, ListPluginsResponse.newBuilder().addAllPlugins(plugins).build());
    }

    @Override
    public void getPlugin(GetPluginRequest request, StreamObserver<GetPluginResponse> observer) {
      reply(observer, GetPluginResponse.newBuilder().setPlugin(plugins.getFirst()).build());
    }
  }

  private final class Instances extends InstanceServiceGrpc.InstanceServiceImplBase {
    @Override
    public void updateInstance(
        UpdateInstanceRequest request, StreamObserver<UpdateInstanceResponse> observer) {
      answer(
          observer,
          () -> {
            var changed = findLatest(request.getName(), request.getExpectedRevision()).toBuilder();
            if (request.hasPlugin()) {
              changed.setPlugin(request.getPlugin());
            }
            if (request.hasConfiguration()) {
              changed.setConfiguration(request.getConfiguration().getValue());
            }
            if (request.hasRuntime()) {
              changed.setRuntime(request.getRuntime().getValue());
            }
            if (request.hasTimeLimit()) {
              changed.setTimeLimit(request.getTimeLimit());
            }
            if (changed.getTimeLimit().equals(Duration.getDefaultInstance())) {
              changed.clearTimeLimit();
            }
            return UpdateInstanceResponse.newBuilder().setInstance(add(changed.build())).build();
          });
    }

    @Override
    public void rollBackInstance(
        RollBackInstanceRequest request, StreamObserver<RollBackInstanceResponse> observer) {
      answer(
          observer,
          () -> {
            var former = find(request.getName(), request.getRevision());
            return RollBackInstanceResponse.newBuilder().setInstance(add(former)).build();
          });
    }

    @Override
    public void getInstance(
        GetInstanceRequest request, StreamObserver<GetInstanceResponse> observer) {
      answer(
          observer,
          () ->
              GetInstanceResponse.newBuilder()
                  .setInstance(find(request.getName(), request.getRevision()))
                  .build());
    }

    @Override
    public void listInstances(
        ListInstancesRequest request, StreamObserver<ListInstancesResponse> observer) {
      var response = ListInstancesResponse.newBuilder();
      instances
          .values()
          .forEach(revisions -> response.addInstances(withoutConfiguration(revisions.getLast())));
      reply(observer, response.build());
    }

    @Override
    public void listInstanceRevisions(
        ListInstanceRevisionsRequest request,
        StreamObserver<ListInstanceRevisionsResponse> observer) {
      answer(
          observer,
          () -> {
            var latest = find(request.getName(), 0);
            var response = ListInstanceRevisionsResponse.newBuilder();
            instances.getOrDefault(latest.getName(), List.of()).reversed().stream()
                .map(FakeStoreServer::withoutConfiguration)
                .forEach(response::addRevisions);
            return response.build();
          });
    }
  }

  private final class Backups extends BackupServiceGrpc.BackupServiceImplBase {
    @Override
    public void createBackup(
        CreateBackupRequest request, StreamObserver<CreateBackupResponse> observer) {
      var response = CreateBackupResponse.newBuilder().setChunk(BACKUP).build();
      if (backupFailure != null) {
        observer.onNext(response);
        observer.onError(backupFailure);
        return;
      }
      reply(observer, response);
    }

    @Override
    public StreamObserver<RestoreBackupRequest> restoreBackup(
        StreamObserver<RestoreBackupResponse> observer) {
      var pieces = new ArrayList<RestoreBackupRequest>();
      return new StreamObserver<>() {
        @Override
        public void onNext(RestoreBackupRequest piece) {
          pieces.add(piece);
        }

        @Override
        public void onError(Throwable t) {}

        @Override
        public void onCompleted() {
          answer(observer, () -> restore(pieces));
        }
      };
    }

    private RestoreBackupResponse restore(List<RestoreBackupRequest> pieces) {
      var content =
          pieces.stream()
              .map(RestoreBackupRequest::getChunk)
              .reduce(ByteString.EMPTY, ByteString::concat);
      if (!content.equals(BACKUP)) {
        throw failure(
            Code.INVALID_ARGUMENT, "INVALID_BACKUP", "backup: damaged (expected: a whole one)");
      }
      if (!pieces.getFirst().getReplace() && !instances.isEmpty()) {
        throw failure(
            Code.FAILED_PRECONDITION,
            "STORE_NOT_EMPTY",
            "store: " + instances.size() + " instances (expected: an empty store)");
      }
      instances.clear();
      return RestoreBackupResponse.newBuilder()
          .setPlugins(3)
          .setInstances(1)
          .setCreateTime(TIME)
          .build();
    }
  }

  private final class Audit extends AuditServiceGrpc.AuditServiceImplBase {
    /** Pages of two, so that commands have to walk them; a token is the number of the entry. */
    @Override
    public void listAuditEntries(
        ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
      String token = request.getPageToken();
      int from = token.isEmpty() ? 0 : Integer.parseInt(token);
      int to = Math.min(entries.size(), from + Math.min(2, request.getPageSize()));
      reply(
          observer,
          ListAuditEntriesResponse.newBuilder()
              .addAllEntries(entries.subList(from, to))
              .setNextPageToken(to < entries.size() ? Integer.toString(to) : "")
              .build());
    }
  }
}
