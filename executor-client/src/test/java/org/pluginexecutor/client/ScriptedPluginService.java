// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.v1.DeletePluginRequest;
import org.pluginexecutor.v1.DeletePluginResponse;
import org.pluginexecutor.v1.DownloadPluginRequest;
import org.pluginexecutor.v1.DownloadPluginResponse;
import org.pluginexecutor.v1.GetPluginRequest;
import org.pluginexecutor.v1.GetPluginResponse;
import org.pluginexecutor.v1.ListPluginsRequest;
import org.pluginexecutor.v1.ListPluginsResponse;
import org.pluginexecutor.v1.Plugin;
import org.pluginexecutor.v1.PluginHealth;
import org.pluginexecutor.v1.PluginServiceGrpc;
import org.pluginexecutor.v1.PluginType;
import org.pluginexecutor.v1.UploadPluginRequest;
import org.pluginexecutor.v1.UploadPluginResponse;

/** Keeps what was uploaded and gives it back. */
final class ScriptedPluginService extends PluginServiceGrpc.PluginServiceImplBase {
  static final Plugin PLUGIN =
      Plugin.newBuilder()
          .setPluginType(PluginType.PLUGIN_TYPE_AA)
          .setName("door")
          .setVersion("1.10")
          .setActive(true)
          .build();

  final List<UploadPluginRequest> pieces = new ArrayList<>();
  volatile @Nullable StatusRuntimeException failure;
  volatile PluginHealth health = PluginHealth.PLUGIN_HEALTH_UNSPECIFIED;

  @Override
  public StreamObserver<UploadPluginRequest> uploadPlugin(
      StreamObserver<UploadPluginResponse> observer) {
    if (failure != null) {
      observer.onError(failure);
    }
    return new StreamObserver<>() {
      @Override
      public void onNext(UploadPluginRequest piece) {
        pieces.add(piece);
      }

      @Override
      public void onError(Throwable t) {}

      @Override
      public void onCompleted() {
        if (failure == null) {
          reply(observer, UploadPluginResponse.newBuilder().setPlugin(PLUGIN).build());
        }
      }
    };
  }

  @Override
  public void getPlugin(GetPluginRequest request, StreamObserver<GetPluginResponse> observer) {
    var plugin = PLUGIN.toBuilder().setHealth(health).setHealthMessage("found");
    reply(observer, GetPluginResponse.newBuilder().setPlugin(plugin).build());
  }

  @Override
  public void listPlugins(
      ListPluginsRequest request, StreamObserver<ListPluginsResponse> observer) {
    var response = ListPluginsResponse.newBuilder();
    if (request.getPluginType() != PluginType.PLUGIN_TYPE_CREDENTIALSTORE) {
      response.addPlugins(PLUGIN);
    }
    reply(observer, response.build());
  }

  @Override
  public void deletePlugin(
      DeletePluginRequest request, StreamObserver<DeletePluginResponse> observer) {
    reply(observer, DeletePluginResponse.getDefaultInstance());
  }

  @Override
  public void downloadPlugin(
      DownloadPluginRequest request, StreamObserver<DownloadPluginResponse> observer) {
    for (UploadPluginRequest piece : pieces) {
      observer.onNext(DownloadPluginResponse.newBuilder().setChunk(piece.getChunk()).build());
    }
    observer.onCompleted();
  }

  ByteString content() {
    return pieces.stream()
        .map(UploadPluginRequest::getChunk)
        .reduce(ByteString.EMPTY, ByteString::concat);
  }

  private static <T> void reply(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }
}
