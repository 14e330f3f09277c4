// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.v1.BackupServiceGrpc;
import org.pluginexecutor.v1.CreateBackupRequest;
import org.pluginexecutor.v1.CreateBackupResponse;
import org.pluginexecutor.v1.RestoreBackupRequest;
import org.pluginexecutor.v1.RestoreBackupResponse;

class BackupsTest {
  private static final byte[] CONTENT = new byte[(2 << 20) + 7];

  static {
    new Random(1).nextBytes(CONTENT);
  }

  @TempDir private Path directory;

  private final Service service = new Service();
  private final ScriptedServer server = new ScriptedServer(service);
  private final Backups backups = server.client.backups();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_backup_is_written_byte_for_byte_within_an_hour() throws IOException {
    var bytes = new ByteArrayOutputStream();

    backups.create(bytes);

    assertThat(bytes.toByteArray()).isEqualTo(CONTENT);
    assertThat(service.remainingMinutes).isBetween(58L, 60L);
  }

  @Test
  void a_file_is_for_its_owner_alone_and_the_only_one() throws IOException {
    Path file = directory.resolve("store.backup");

    backups.create(file);

    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void a_backup_that_breaks_off_leaves_no_file() throws IOException {
    service.failure = Answers.failure(Code.UNAVAILABLE, Answers.info("STORE_FAILED", ""));

    assertThatThrownBy(() -> backups.create(directory.resolve("store.backup")))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.reason()).isEqualTo("STORE_FAILED"));
    assertThat(files()).isEmpty();
  }

  @Test
  void a_file_that_is_there_is_left_alone() throws IOException {
    Path file = Files.writeString(directory.resolve("store.backup"), "precious");

    assertThatThrownBy(() -> backups.create(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("precious");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void a_directory_that_is_not_there_is_an_io_failure() {
    assertThatThrownBy(() -> backups.create(directory.resolve("missing").resolve("store.backup")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void an_interrupt_cancels_and_leaves_no_file() throws IOException {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> backups.create(directory.resolve("store.backup")))
        .isInstanceOf(CallCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(files()).isEmpty();
  }

  @Test
  void a_restore_sends_pieces_of_at_most_1_mib_and_says_what_came_of_it() throws IOException {
    Path file = Files.write(directory.resolve("store.backup"), CONTENT);

    RestoreResult result = backups.restore(file, true);

    assertThat(result).isEqualTo(new RestoreResult(3, 2, Instant.ofEpochSecond(1_000)));
    assertThat(service.received()).isEqualTo(CONTENT);
    assertThat(service.pieces).allMatch(piece -> piece.getChunk().size() <= 1 << 20);
    assertThat(service.pieces.get(0).getReplace()).isTrue();
    assertThat(service.remainingMinutes).isBetween(58L, 60L);
  }

  @Test
  void a_restore_replaces_nothing_unless_told() throws IOException {
    backups.restore(new ByteArrayInputStream(CONTENT), false);

    assertThat(service.pieces).noneMatch(RestoreBackupRequest::getReplace);
  }

  @Test
  void an_empty_backup_is_the_servers_to_judge() throws IOException {
    backups.restore(new ByteArrayInputStream(new byte[0]), true);

    assertThat(service.pieces)
        .containsExactly(RestoreBackupRequest.newBuilder().setReplace(true).build());
  }

  @Test
  void a_store_in_use_is_a_precondition() {
    service.failure =
        Answers.failure(Code.FAILED_PRECONDITION, Answers.info("STORE_NOT_EMPTY", ""));

    assertThatThrownBy(() -> backups.restore(new ByteArrayInputStream(CONTENT), false))
        .isInstanceOfSatisfying(
            PreconditionException.class, e -> assertThat(e.reason()).isEqualTo("STORE_NOT_EMPTY"));
  }

  @Test
  void a_backup_that_cannot_be_read_to_its_end_is_not_restored() throws Exception {
    var broken =
        new FilterInputStream(new ByteArrayInputStream(CONTENT)) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
              throw new IOException("broken");
            }
            return count;
          }
        };

    assertThatThrownBy(() -> backups.restore(broken, true))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
    assertThat(service.restored).isFalse();
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** Sends two pieces, and keeps what it is sent. */
  private static final class Service extends BackupServiceGrpc.BackupServiceImplBase {
    final List<RestoreBackupRequest> pieces = new CopyOnWriteArrayList<>();
    volatile @Nullable StatusRuntimeException failure;
    volatile long remainingMinutes;
    volatile boolean restored;

    @Override
    public void createBackup(
        CreateBackupRequest request, StreamObserver<CreateBackupResponse> observer) {
      noteDeadline();
      int half = CONTENT.length / 2;
      observer.onNext(piece(0, half));
      if (failure != null) {
        observer.onError(failure);
        return;
      }
      observer.onNext(piece(half, CONTENT.length - half));
      observer.onCompleted();
    }

    private static CreateBackupResponse piece(int offset, int length) {
      return CreateBackupResponse.newBuilder()
          .setChunk(ByteString.copyFrom(CONTENT, offset, length))
          .build();
    }

    @Override
    public StreamObserver<RestoreBackupRequest> restoreBackup(
        StreamObserver<RestoreBackupResponse> observer) {
      noteDeadline();
      if (failure != null) {
        observer.onError(failure);
      }
      return new StreamObserver<>() {
        @Override
        public void onNext(RestoreBackupRequest piece) {
          pieces.add(piece);
        }

        @Override
        public void onError(Throwable t) {}

        @Override
        public void onCompleted() {
          if (failure == null) {
            restored = true;
            var response = RestoreBackupResponse.newBuilder().setPlugins(3).setInstances(2);
            response.getCreateTimeBuilder().setSeconds(1_000);
            observer.onNext(response.build());
            observer.onCompleted();
          }
        }
      };
    }

    private void noteDeadline() {
      remainingMinutes =
          Objects.requireNonNull(Context.current().getDeadline()).timeRemaining(TimeUnit.MINUTES);
    }

    byte[] received() {
      return pieces.stream()
          .map(RestoreBackupRequest::getChunk)
          .reduce(ByteString.EMPTY, ByteString::concat)
          .toByteArray();
    }
  }
}
