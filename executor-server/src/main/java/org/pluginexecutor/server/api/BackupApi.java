// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.pluginexecutor.server.api.ArrivalObserver.Arrival;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.store.BackupUpload;
import org.pluginexecutor.server.store.StoreBackups;
import org.pluginexecutor.v1.BackupServiceGrpc;
import org.pluginexecutor.v1.CreateBackupRequest;
import org.pluginexecutor.v1.CreateBackupResponse;
import org.pluginexecutor.v1.RestoreBackupRequest;
import org.pluginexecutor.v1.RestoreBackupResponse;

/** Backups over gRPC. Thread-safe. */
final class BackupApi extends BackupServiceGrpc.BackupServiceImplBase {
  private final StoreBackups backups;
  private final AuditedCalls calls;

  BackupApi(StoreBackups backups, AuditedCalls calls) {
    this.backups = backups;
    this.calls = calls;
  }

  @Override
  public void createBackup(
      CreateBackupRequest request, StreamObserver<CreateBackupResponse> observer) {
    ChunkSender.start(
        (ServerCallStreamObserver<CreateBackupResponse>) observer,
        chunk -> CreateBackupResponse.newBuilder().setChunk(chunk).build(),
        backups::create);
  }

  @Override
  public StreamObserver<RestoreBackupRequest> restoreBackup(
      StreamObserver<RestoreBackupResponse> observer) {
    return new ArrivalObserver<>(
        observer, calls, "RestoreBackup", () -> new BackupArrival(backups));
  }

  /** A backup that is being restored. Confined to one thread at a time. */
  private static final class BackupArrival
      implements Arrival<RestoreBackupRequest, RestoreBackupResponse> {
    private final StoreBackups backups;
    private final BackupUpload upload;
    private boolean replace;
    private boolean first = true;

    BackupArrival(StoreBackups backups) {
      this.backups = backups;
      this.upload = backups.beginRestore();
    }

    @Override
    public void take(RestoreBackupRequest message) {
      if (first) {
        replace = message.getReplace();
        first = false;
      }
      upload.append(message.getChunk().asReadOnlyByteBuffer());
    }

    @Override
    public RestoreBackupResponse finish(Change change) {
      var result = backups.finishRestore(upload, replace, change);
      return RestoreBackupResponse.newBuilder()
          .setPlugins(result.plugins())
          .setInstances(result.instances())
          .setCreateTime(PluginMapper.toProto(result.createTime()))
          .build();
    }

    @Override
    public void close() {
      upload.close();
    }
  }
}
