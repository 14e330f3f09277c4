// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.error.ExecutorError.StoreFailed;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PackageUpload;
import org.pluginexecutor.server.plugin.PluginCatalog;
import org.pluginexecutor.v1.UploadPluginRequest;
import org.pluginexecutor.v1.UploadPluginResponse;

/** Takes one upload, chunk by chunk. gRPC calls it from one thread at a time. */
final class UploadObserver implements StreamObserver<UploadPluginRequest> {
  private final PluginCatalog catalog;
  private final StreamObserver<UploadPluginResponse> observer;
  private final Function<PluginCatalog.UploadResult, UploadPluginResponse> toResponse;
  private @Nullable PackageUpload upload;
  private Optional<String> expectedDigest = Optional.empty();
  private boolean ended;

  UploadObserver(
      PluginCatalog catalog,
      StreamObserver<UploadPluginResponse> observer,
      Function<PluginCatalog.UploadResult, UploadPluginResponse> toResponse) {
    this.catalog = catalog;
    this.observer = observer;
    this.toResponse = toResponse;
  }

  @Override
  public void onNext(UploadPluginRequest request) {
    if (ended) {
      return;
    }
    try {
      if (expectedDigest.isEmpty() && !request.getExpectedDigest().isEmpty()) {
        expectedDigest = Optional.of(request.getExpectedDigest());
      }
      upload().append(request.getChunk().asReadOnlyByteBuffer());
    } catch (IOException e) {
      fail(new ExecutorException(new StoreFailed("staging a package"), e));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void onError(Throwable cause) {
    // The caller vanished; what it sent is thrown away.
    end();
  }

  @Override
  public void onCompleted() {
    if (ended) {
      return;
    }
    Calls.answer(
        observer,
        () -> {
          try {
            return toResponse.apply(catalog.finishUpload(upload(), expectedDigest));
          } finally {
            end();
          }
        });
  }

  private PackageUpload upload() {
    if (upload == null) {
      upload = catalog.beginUpload();
    }
    return upload;
  }

  private void fail(RuntimeException failure) {
    end();
    observer.onError(StatusMapper.toException(failure));
  }

  private void end() {
    ended = true;
    if (upload != null) {
      upload.close();
      upload = null;
    }
  }
}
