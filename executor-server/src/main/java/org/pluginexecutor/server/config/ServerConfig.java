// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that an operator can set. Immutable.
 *
 * @param host address to listen on; default 127.0.0.1
 * @param port TCP port to listen on, 0 to 65535; 0 lets the system choose one; default {@value
 *     #DEFAULT_PORT}
 * @param listen how else callers reach the server, and within which limits
 * @param dataDirectory where plugins and instances are kept; made when missing
 * @param runtimes Pythons to offer besides those that are found
 * @param searchDirectories where to look for a {@code python3} and a {@code python2}; default: the
 *     search path, then pyenv's installations
 * @param packages what is demanded of packages
 * @param invocation bounds of hook calls
 * @param sandbox the walls around workers
 * @param trust which packages are trusted
 * @param store how the store protects what it keeps
 * @param access who may do what
 * @param services what plugins may ask for while they run
 * @param admin where metrics and probes are answered
 * @param telemetry where metrics and traces are sent to
 * @param log the server's log
 * @param drainTimeout how long running calls may go on once the server is told to stop; default 30
 *     s
 */
public record ServerConfig(
    String host,
    int port,
    ListenConfig listen,
    Path dataDirectory,
    List<RuntimeConfig> runtimes,
    List<Path> searchDirectories,
    PackageConfig packages,
    InvocationConfig invocation,
    SandboxConfig sandbox,
    TrustConfig trust,
    StoreConfig store,
    AccessConfig access,
    ServicesConfig services,
    AdminConfig admin,
    TelemetryConfig telemetry,
    LogConfig log,
    Duration drainTimeout) {

  /** Port of a server that is told nothing else. */
  public static final int DEFAULT_PORT = 50061;

  public ServerConfig {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("server.port: " + port + " (expected: 0 to 65535)");
    }
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "server.drain-timeout: " + drainTimeout + " (expected: >= 0)");
    }
    runtimes = List.copyOf(runtimes);
    searchDirectories = List.copyOf(searchDirectories);
  }

  public static ServerConfig defaults(Path dataDirectory) {
    return new ServerConfig(
        "127.0.0.1",
        DEFAULT_PORT,
        ListenConfig.defaults(),
        dataDirectory,
        List.of(),
        SearchDirectories.of(System.getenv()),
        PackageConfig.defaults(),
        InvocationConfig.defaults(),
        SandboxConfig.defaults(),
        TrustConfig.defaults(),
        StoreConfig.defaults(),
        AccessConfig.defaults(),
        ServicesConfig.defaults(),
        AdminConfig.defaults(),
        TelemetryConfig.defaults(),
        LogConfig.defaults(),
        Duration.ofSeconds(30));
  }

  public ServerConfig withAddress(String newHost, int newPort) {
    return with(copy -> {
      copy.host = newHost;
      copy.port = newPort;
    });
  }

  public ServerConfig withListen(ListenConfig newListen) {
    return with(copy -> copy.listen = newListen);
  }

  public ServerConfig withRuntimes(List<RuntimeConfig> newRuntimes) {
    return with(copy -> copy.runtimes = newRuntimes);
  }

  public ServerConfig withSearchDirectories(List<Path> newSearchDirectories) {
    return with(copy -> copy.searchDirectories = newSearchDirectories);
  }

  public ServerConfig withPackages(PackageConfig newPackages) {
    return with(copy -> copy.packages = newPackages);
  }

  public ServerConfig withInvocation(InvocationConfig newInvocation) {
    return with(copy -> copy.invocation = newInvocation);
  }

  public ServerConfig withSandbox(SandboxConfig newSandbox) {
    return with(copy -> copy.sandbox = newSandbox);
  }

  public ServerConfig withTrust(TrustConfig newTrust) {
    return with(copy -> copy.trust = newTrust);
  }

  public ServerConfig withStore(StoreConfig newStore) {
    return with(copy -> copy.store = newStore);
  }

  public ServerConfig withAccess(AccessConfig newAccess) {
    return with(copy -> copy.access = newAccess);
  }

  public ServerConfig withServices(ServicesConfig newServices) {
    return with(copy -> copy.services = newServices);
  }

  public ServerConfig withAdmin(AdminConfig newAdmin) {
    return with(copy -> copy.admin = newAdmin);
  }

  public ServerConfig withTelemetry(TelemetryConfig newTelemetry) {
    return with(copy -> copy.telemetry = newTelemetry);
  }

  public ServerConfig withDrainTimeout(Duration newDrainTimeout) {
    return with(copy -> copy.drainTimeout = newDrainTimeout);
  }

  private ServerConfig with(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.config();
  }

  /** A copy that can be changed. Confined to one thread. */
  private static final class Copy {
    private String host;
    private int port;
    private ListenConfig listen;
    private final Path dataDirectory;
    private List<RuntimeConfig> runtimes;
    private List<Path> searchDirectories;
    private PackageConfig packages;
    private InvocationConfig invocation;
    private SandboxConfig sandbox;
    private TrustConfig trust;
    private StoreConfig store;
    private AccessConfig access;
    private ServicesConfig services;
    private AdminConfig admin;
    private TelemetryConfig telemetry;
    private final LogConfig log;
    private Duration drainTimeout;

    Copy(ServerConfig from) {
      this.host = from.host;
      this.port = from.port;
      this.listen = from.listen;
      this.dataDirectory = from.dataDirectory;
      this.runtimes = from.runtimes;
      this.searchDirectories = from.searchDirectories;
      this.packages = from.packages;
      this.invocation = from.invocation;
      this.sandbox = from.sandbox;
      this.trust = from.trust;
      this.store = from.store;
      this.access = from.access;
      this.services = from.services;
      this.admin = from.admin;
      this.telemetry = from.telemetry;
      this.log = from.log;
      this.drainTimeout = from.drainTimeout;
    }

    ServerConfig config() {
      return new ServerConfig(
          host,
          port,
          listen,
          dataDirectory,
          runtimes,
          searchDirectories,
          packages,
          invocation,
          sandbox,
          trust,
          store,
          access,
          services,
          admin,
          telemetry,
          log,
          drainTimeout);
    }
  }
}
