// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.PluginLease;
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
  private final PluginCatalog catalog;
  private final Runtimes runtimes;
  private final AuditedCalls calls;

  PluginApi(PluginCatalog catalog, Runtimes runtimes, AuditedCalls calls) {
    this.catalog = catalog;
    this.runtimes = runtimes;
    this.calls = calls;
  }

  @Override
  public StreamObserver<UploadPluginRequest> uploadPlugin(
      StreamObserver<UploadPluginResponse> observer) {
    return new ArrivalObserver<>(
        observer, calls, "UploadPlugin", () -> new PluginArrival(catalog, this::uploaded));
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
          int size = Paging.size(request.getPageSize(), violations);
          violations.check();
          var page = catalog.list(type, size, request.getPageToken());
          var response = ListPluginsResponse.newBuilder();
          page.items()
              .forEach(
                  plugin -> response.addPlugins(PluginMapper.toProto(plugin, catalog, runtimes)));
          return response.setNextPageToken(page.nextToken()).build();
        });
  }

  @Override
  public void activatePlugin(
      ActivatePluginRequest request, StreamObserver<ActivatePluginResponse> observer) {
    calls.answer(
        observer,
        "ActivatePlugin",
        change -> {
          var plugin = catalog.activate(withVersion(request.getPlugin(), "to activate"), change);
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
    calls.answer(
        observer,
        "DeletePlugin",
        change -> {
          catalog.delete(withVersion(request.getPlugin(), "to delete"), change);
          return DeletePluginResponse.getDefaultInstance();
        });
  }

  @Override
  public void downloadPlugin(
      DownloadPluginRequest request, StreamObserver<DownloadPluginResponse> observer) {
    PluginLease lease;
    try {
      lease = catalog.leaseZip(checked(request.getPlugin()));
    } catch (RuntimeException e) {
      observer.onError(StatusMapper.toException(e));
      return;
    }
    ChunkSender.start(
        (ServerCallStreamObserver<DownloadPluginResponse>) observer,
        chunk -> DownloadPluginResponse.newBuilder().setChunk(chunk).build(),
        out -> {
          try (lease) {
            Files.copy(lease.plugin().zip(), out);
          }
        });
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
