// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.server.ExecutorServer;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.files.TreeRemover;

/** A real server on a free port with an empty data directory, and a client of it. */
public final class TestServer implements AutoCloseable {
  private static final FileAttribute<?> PASSABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));

  private final Path dataDirectory;
  private final ExecutorServer server;
  private final PluginExecutorClient client;
  private final AtomicInteger count = new AtomicInteger();

  private TestServer(Path dataDirectory, ExecutorServer server) {
    this.dataDirectory = dataDirectory;
    this.server = server;
    this.client = connect(server);
  }

  public static TestServer start() {
    return start(config -> config);
  }

  /** A server of one isolation level and start kind, whatever the machine could do besides. */
  static TestServer start(IsolationLevel level, StartKind kind) {
    return start(
        config -> config.withSandbox(config.sandbox().withIsolation(level).withStart(kind)));
  }

  /** As {@link #withoutWalls(UnaryOperator)}, with the other settings as they are by default. */
  static TestServer withoutWalls() {
    return withoutWalls(config -> config);
  }

  /**
   * A server without walls around plugins, for tests whose plugins have to see the machine's files
   * and processes.
   */
  static TestServer withoutWalls(UnaryOperator<ServerConfig> change) {
    return start(config ->
        change.apply(config.withSandbox(config.sandbox().withIsolation(IsolationLevel.NONE))));
  }

  public static TestServer start(UnaryOperator<ServerConfig> change) {
    try {
      var directory = Files.createTempDirectory("executor-it-", PASSABLE);
      var config = change.apply(ServerConfig.defaults(directory).withAddress("127.0.0.1", 0));
      return new TestServer(directory, ExecutorServer.start(withReachablePythons(config)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** At the level portable workers of root need a Python that everybody may use. */
  private static ServerConfig withReachablePythons(ServerConfig config) {
    return config.sandbox().isolation().equals(Optional.of(IsolationLevel.PORTABLE))
        ? config.withSearchDirectories(
            config.searchDirectories().stream().filter(TestServer::isForEverybody).toList())
        : config;
  }

  private static boolean isForEverybody(Path directory) {
    try {
      for (var path = directory.toRealPath(); path != null; path = path.getParent()) {
        if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** A client that shows the token of the server. */
  static PluginExecutorClient connect(ExecutorServer server) {
    return PluginExecutorClient.connect(options(server).build());
  }

  /** Options of a client that shows the token of the server. */
  static PluginExecutorClientOptions.Builder options(ExecutorServer server) {
    return PluginExecutorClientOptions.newBuilder()
        .target(server.target())
        .tokenFile(server.tokenFile().orElseThrow());
  }

  /** The token that may do everything. */
  String token() {
    try {
      return Files.readString(server.tokenFile().orElseThrow()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A channel of somebody else's making, which shows the token. */
  ManagedChannel channel() {
    return channel(token());
  }

  /** A channel of somebody else's making, which shows this token. */
  ManagedChannel channel(String token) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return plainChannel().intercept(MetadataUtils.newAttachHeadersInterceptor(headers)).build();
  }

  /** A channel that shows nothing. */
  NettyChannelBuilder plainChannel() {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext();
  }

  public PluginExecutorClient client() {
    return client;
  }

  ExecutorServer server() {
    return server;
  }

  public int port() {
    return server.port();
  }

  /** The port of metrics, where there is one. */
  public int adminPort() {
    return server.adminPort().orElseThrow();
  }

  public Path dataDirectory() {
    return dataDirectory;
  }

  /** What lies in the data directory and is not complete: names of files and directories. */
  List<String> staged() {
    try (var paths = Files.walk(dataDirectory.resolve("staging"), 2)) {
      return paths
          .skip(1)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("server-") && !name.equals("lock"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Uploads a plugin whose main.py is given and returns it as a target without a configuration. */
  public PluginTarget aa(String mainPy) {
    var name = "plugin_" + count.incrementAndGet();
    return upload(name, PluginZip.aa(name, mainPy));
  }

  public PluginTarget credentialStore(String mainPy) {
    var name = "plugin_" + count.incrementAndGet();
    return upload(name, PluginZip.credentialStore(name, mainPy));
  }

  public PluginTarget upload(String name, PluginZip zip) {
    return upload(name, zip, "");
  }

  public PluginTarget upload(String name, PluginZip zip, String configuration) {
    try {
      client.plugins().upload(zip.stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PluginTarget.Configured(
        new PluginName(Optional.empty(), name, Optional.empty()), configuration);
  }

  public HookResponse call(
      PluginTarget target, String hook, Map<String, ? extends @Nullable Object> arguments) {
    return client.call(
        HookCall.newBuilder(target, hook, "s-1")
            .arguments(arguments)
            .timeLimit(Duration.ofSeconds(20))
            .build());
  }

  /** Text of all lines that the plugin printed. */
  public static String output(HookResponse response) {
    var text = new StringBuilder();
    response.logLines().forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  /** Root of the project. */
  public static Path home() {
    return Path.of(System.getProperty("pluginexecutor.home")).toAbsolutePath().normalize();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    try {
      TreeRemover.remove(dataDirectory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
