// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.pluginexecutor.server.error.ExecutorError.Cancelled;
import org.pluginexecutor.server.error.ExecutorError.StoreFailed;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginCatalog;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.v1.ActivatePluginRequest;
import org.pluginexecutor.v1.ActivatePluginResponse;
import org.pluginexecutor.v1.DeletePluginRequest;
import org.pluginexecutor.v1.DeletePluginResponse;
import org.pluginexecutor.v1.DownloadPluginRequest;
import org.pluginexecutor.v1.DownloadPluginResponse;
import org.pluginexecutor.v1.GetPluginRequest;
import org.pluginexecutor.v1.GetPluginResponse;
import org.pluginexecutor.v1.IntegrityCheck;
import org.pluginexecutor.v1.ListPluginsRequest;
import org.pluginexecutor.v1.ListPluginsResponse;
import org.pluginexecutor.v1.PluginRef;
import org.pluginexecutor.v1.PluginServiceGrpc;
import org.pluginexecutor.v1.UploadPluginRequest;
import org.pluginexecutor.v1.UploadPluginResponse;
import org.pluginexecutor.v1.VerifyPluginRequest;
import org.pluginexecutor.v1.VerifyPluginResponse;

/** The plugin store over gRPC. Thread-safe. */
final class PluginApi extends PluginServiceGrpc.PluginServiceImplBase {
  private static final int CHUNK_BYTES = 256 << 10;

  private final PluginCatalog catalog;
  private final Runtimes runtimes;

  PluginApi(PluginCatalog catalog, Runtimes runtimes) {
    this.catalog = catalog;
    this.runtimes = runtimes;
  }

  @Override
  public StreamObserver<UploadPluginRequest> uploadPlugin(
      StreamObserver<UploadPluginResponse> observer) {
    return new UploadObserver(catalog, observer, this::uploaded);
  }

  private UploadPluginResponse uploaded(PluginCatalog.UploadResult result) {
    var response =
        UploadPluginResponse.newBuilder()
            .setPlugin(PluginMapper.toProto(result.plugin(), catalog, runtimes))
            .setAlreadyStored(result.alreadyStored());
    result.warnings().forEach(warning -> response.addWarnings(PluginMapper.toProto(warning)));
    return response.build();
  }

  @Override
  public void getPlugin(GetPluginRequest request, StreamObserver<GetPluginResponse> observer) {
    Calls.answer(
        observer,
        () ->
            GetPluginResponse.newBuilder()
                .setPlugin(
                    PluginMapper.toProto(
                        catalog.get(checked(request.getPlugin())), catalog, runtimes))
                .build());
  }

  @Override
  public void listPlugins(
      ListPluginsRequest request, StreamObserver<ListPluginsResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var violations = new Violations();
          var type = PluginMapper.fromProto(request.getPluginType(), "plugin_type", violations);
          violations.check();
          var response = ListPluginsResponse.newBuilder();
          catalog
              .list(type)
              .forEach(
                  plugin -> response.addPlugins(PluginMapper.toProto(plugin, catalog, runtimes)));
          return response.build();
        });
  }

  @Override
  public void activatePlugin(
      ActivatePluginRequest request, StreamObserver<ActivatePluginResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var plugin = catalog.activate(withVersion(request.getPlugin(), "to activate"));
          return ActivatePluginResponse.newBuilder()
              .setPlugin(PluginMapper.toProto(plugin, catalog, runtimes))
              .build();
        });
  }

  @Override
  public void verifyPlugin(
      VerifyPluginRequest request, StreamObserver<VerifyPluginResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var ref = checked(request.getPlugin());
          var response = VerifyPluginResponse.newBuilder();
          catalog
              .verify(ref)
              .forEach(check ->
                  response.addChecks(
                      IntegrityCheck.newBuilder()
                          .setName(check.name())
                          .setPassed(check.passed())
                          .setReason(check.reason())));
          return response
              .setPlugin(PluginMapper.toProto(catalog.get(ref), catalog, runtimes))
              .build();
        });
  }

  @Override
  public void deletePlugin(
      DeletePluginRequest request, StreamObserver<DeletePluginResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          catalog.delete(withVersion(request.getPlugin(), "to delete"));
          return DeletePluginResponse.getDefaultInstance();
        });
  }

  @Override
  public void downloadPlugin(
      DownloadPluginRequest request, StreamObserver<DownloadPluginResponse> observer) {
    var call = (ServerCallStreamObserver<DownloadPluginResponse>) observer;
    call.setOnCancelHandler(() -> {});
    try (var lease = catalog.lease(checked(request.getPlugin()));
        var zip = Files.newInputStream(lease.plugin().zip())) {
      send(zip, call);
      call.onCompleted();
    } catch (IOException e) {
      call.onError(
          StatusMapper.toException(new ExecutorException(new StoreFailed("reading a package"), e)));
    } catch (RuntimeException e) {
      call.onError(StatusMapper.toException(e));
    }
  }

  private static void send(InputStream zip, ServerCallStreamObserver<DownloadPluginResponse> call)
      throws IOException {
    // A zip is at most 20 MiB, so a slow reader is no reason to hold its parts back.
    for (var chunk = zip.readNBytes(CHUNK_BYTES);
        chunk.length > 0;
        chunk = zip.readNBytes(CHUNK_BYTES)) {
      if (call.isCancelled()) {
        throw new ExecutorException(new Cancelled(false));
      }
      call.onNext(
          DownloadPluginResponse.newBuilder()
              .setChunk(UnsafeByteOperations.unsafeWrap(chunk))
              .build());
    }
  }

  /** Nothing is changed by omission: a version has to be named. */
  private static org.pluginexecutor.server.plugin.PluginRef withVersion(
      PluginRef proto, String purpose) {
    var violations = new Violations();
    var ref = PluginMapper.fromProto(proto, "plugin", violations);
    violations.require(
        ref.version().isPresent(),
        "plugin.version",
        "missing (expected: the version " + purpose + ")");
    violations.check();
    return ref;
  }

  private static org.pluginexecutor.server.plugin.PluginRef checked(PluginRef proto) {
    var violations = new Violations();
    var ref = PluginMapper.fromProto(proto, "plugin", violations);
    violations.check();
    return ref;
  }
}
