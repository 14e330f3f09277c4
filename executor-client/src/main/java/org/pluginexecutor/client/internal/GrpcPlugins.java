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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.client.IntegrityCheck;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginType;
import org.pluginexecutor.client.Plugins;
import org.pluginexecutor.client.UploadOptions;
import org.pluginexecutor.client.UploadResult;
import org.pluginexecutor.v1.ActivatePluginRequest;
import org.pluginexecutor.v1.DeletePluginRequest;
import org.pluginexecutor.v1.DownloadPluginRequest;
import org.pluginexecutor.v1.DownloadPluginResponse;
import org.pluginexecutor.v1.GetPluginRequest;
import org.pluginexecutor.v1.ListPluginsRequest;
import org.pluginexecutor.v1.PluginServiceGrpc;
import org.pluginexecutor.v1.UploadPluginRequest;
import org.pluginexecutor.v1.UploadPluginResponse;
import org.pluginexecutor.v1.VerifyPluginRequest;

/** Plugins over gRPC. Thread-safe. */
public final class GrpcPlugins implements Plugins {
  private static final int CHUNK_BYTES = 1 << 20;

  private final PluginServiceGrpc.PluginServiceBlockingV2Stub stub;

  /** Calls over a channel that somebody else owns. */
  public GrpcPlugins(Channel channel) {
    this.stub =
        PluginServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(Channels.MAX_RESPONSE_BYTES);
  }

  @Override
  public UploadResult upload(Path zip) throws IOException {
    return upload(zip, UploadOptions.defaults());
  }

  @Override
  public UploadResult upload(InputStream zip) throws IOException {
    return upload(zip, UploadOptions.defaults());
  }

  @Override
  public UploadResult upload(Path zip, UploadOptions options) throws IOException {
    try (InputStream stream = Files.newInputStream(zip)) {
      return upload(stream, options);
    }
  }

  @Override
  public UploadResult upload(InputStream zip, UploadOptions options) throws IOException {
    UploadPluginRequest.Builder first = firstMessage(options);
    BlockingClientCall<UploadPluginRequest, UploadPluginResponse> call = stub().uploadPlugin();
    boolean ended = false;
    try {
      send(call, first, zip);
      UploadPluginResponse response = call.read();
      if (response == null) {
        throw Statuses.malformed("response: none (expected: one)", false, null);
      }
      ended = true;
      return new UploadResult(
          Protos.plugin(response.getPlugin()),
          response.getAlreadyStored(),
          response.getWarningsList().stream().map(Protos::warning).toList());
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

  private static UploadPluginRequest.Builder firstMessage(UploadOptions options) {
    var message =
        UploadPluginRequest.newBuilder().setWithoutActivation(options.withoutActivation());
    options.signature().map(ByteString::copyFrom).ifPresent(message::setSignature);
    return message;
  }

  /**
   * Sends the pieces, the first with the options, and the digest with a last message of its own.
   */
  private static void send(
      BlockingClientCall<UploadPluginRequest, UploadPluginResponse> call,
      UploadPluginRequest.Builder first,
      InputStream zip)
      throws IOException, StatusException, InterruptedException {
    MessageDigest digest = sha256();
    UploadPluginRequest.Builder message = first;
    boolean open = true;
    for (byte[] piece = zip.readNBytes(CHUNK_BYTES);
        open && piece.length > 0;
        piece = zip.readNBytes(CHUNK_BYTES)) {
      digest.update(piece);
      open = call.write(message.setChunk(ByteString.copyFrom(piece)).build());
      message = UploadPluginRequest.newBuilder();
    }
    if (open) {
      String text = "sha256:" + HexFormat.of().formatHex(digest.digest());
      if (call.write(message.setExpectedDigest(text).build())) {
        call.halfClose();
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public List<Plugin> list() {
    return list(org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_UNSPECIFIED);
  }

  @Override
  public List<Plugin> list(PluginType type) {
    return list(Protos.pluginType(type));
  }

  private List<Plugin> list(org.pluginexecutor.v1.PluginType type) {
    var within = stub();
    return AdminCalls.run(() ->
        Pages.all((size, token) -> {
          var response =
              within.listPlugins(
                  ListPluginsRequest.newBuilder()
                      .setPluginType(type)
                      .setPageSize(size)
                      .setPageToken(token)
                      .build());
          return new Pages.Page<>(
              response.getPluginsList().stream().map(Protos::plugin).toList(),
              response.getNextPageToken());
        }));
  }

  @Override
  public Plugin get(PluginName plugin) {
    var request = GetPluginRequest.newBuilder().setPlugin(Protos.pluginRef(plugin)).build();
    return AdminCalls.run(() -> Protos.plugin(stub().getPlugin(request).getPlugin()));
  }

  @Override
  public Plugin activate(PluginName plugin) {
    requireVersion(plugin);
    var request = ActivatePluginRequest.newBuilder().setPlugin(Protos.pluginRef(plugin)).build();
    return AdminCalls.run(() -> Protos.plugin(stub().activatePlugin(request).getPlugin()));
  }

  @Override
  public List<IntegrityCheck> verify(PluginName plugin) {
    var request = VerifyPluginRequest.newBuilder().setPlugin(Protos.pluginRef(plugin)).build();
    return AdminCalls.run(() ->
        stub().verifyPlugin(request).getChecksList().stream()
            .map(c -> new IntegrityCheck(c.getName(), c.getPassed(), c.getReason()))
            .toList());
  }

  private static void requireVersion(PluginName plugin) {
    if (plugin.version().isEmpty()) {
      throw new IllegalArgumentException("plugin.version: none (expected: a version)");
    }
  }

  @Override
  public void delete(PluginName plugin) {
    requireVersion(plugin);
    var request = DeletePluginRequest.newBuilder().setPlugin(Protos.pluginRef(plugin)).build();
    var unused = AdminCalls.run(() -> stub().deletePlugin(request));
  }

  @Override
  public void download(PluginName plugin, OutputStream to) throws IOException {
    var request = DownloadPluginRequest.newBuilder().setPlugin(Protos.pluginRef(plugin)).build();
    Downloads.write(stub().downloadPlugin(request), DownloadPluginResponse::getChunk, to);
  }

  private PluginServiceGrpc.PluginServiceBlockingV2Stub stub() {
    return stub.withDeadlineAfter(AdminCalls.DEADLINE_SECONDS, TimeUnit.SECONDS);
  }
}
