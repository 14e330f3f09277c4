// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.client.Backups;
import org.pluginexecutor.client.RestoreResult;
import org.pluginexecutor.v1.BackupServiceGrpc;
import org.pluginexecutor.v1.CreateBackupRequest;
import org.pluginexecutor.v1.CreateBackupResponse;
import org.pluginexecutor.v1.RestoreBackupRequest;
import org.pluginexecutor.v1.RestoreBackupResponse;

/** Backups over gRPC. Thread-safe. */
public final class GrpcBackups implements Backups {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final long DEADLINE_HOURS = 1;

  private final BackupServiceGrpc.BackupServiceBlockingV2Stub stub;

  /** Calls over a channel that somebody else owns. */
  public GrpcBackups(Channel channel) {
    this.stub =
        BackupServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(Channels.MAX_RESPONSE_BYTES);
  }

  @Override
  public void create(OutputStream to) throws IOException {
    Downloads.write(
        stub().createBackup(CreateBackupRequest.getDefaultInstance()),
        CreateBackupResponse::getChunk,
        to);
  }

  @Override
  public void create(Path file) throws IOException {
    PrivateFile.write(file, this::create);
  }

  @Override
  public RestoreResult restore(Path backup, boolean replace) throws IOException {
    try (InputStream stream = Files.newInputStream(backup)) {
      return restore(stream, replace);
    }
  }

  @Override
  public RestoreResult restore(InputStream backup, boolean replace) throws IOException {
    BlockingClientCall<RestoreBackupRequest, RestoreBackupResponse> call = stub().restoreBackup();
    boolean ended = false;
    try {
      send(call, backup, replace);
      RestoreBackupResponse response = call.read();
      if (response == null) {
        throw Statuses.malformed("response: none (expected: one)", false, null);
      }
      ended = true;
      return AdminCalls.run(() -> Protos.restoreResult(response));
    } catch (StatusException e) {
      throw Statuses.toException(e, false);
    } catch (InterruptedException e) {
      throw AdminCalls.interrupted(e);
    } finally {
      if (!ended) {
        call.cancel("the caller gave up", null);
      }
    }
  }

  /** Sends the pieces; a first message goes out even when there are none. */
  private static void send(
      BlockingClientCall<RestoreBackupRequest, RestoreBackupResponse> call,
      InputStream backup,
      boolean replace)
      throws IOException, StatusException, InterruptedException {
    byte[] piece = backup.readNBytes(CHUNK_BYTES);
    boolean open =
        call.write(
            RestoreBackupRequest.newBuilder()
                .setReplace(replace)
                .setChunk(ByteString.copyFrom(piece))
                .build());
    while (open && piece.length > 0) {
      piece = backup.readNBytes(CHUNK_BYTES);
      if (piece.length > 0) {
        open =
            call.write(
                RestoreBackupRequest.newBuilder().setChunk(ByteString.copyFrom(piece)).build());
      }
    }
    if (open) {
      call.halfClose();
    }
  }

  private BackupServiceGrpc.BackupServiceBlockingV2Stub stub() {
    return stub.withDeadlineAfter(DEADLINE_HOURS, TimeUnit.HOURS);
  }
}
