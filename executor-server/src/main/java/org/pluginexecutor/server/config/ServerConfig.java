// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Everything that an operator can set. Immutable.
 *
 * @param host address to listen on; default 127.0.0.1
 * @param port TCP port to listen on, 0 to 65535; 0 lets the system choose one; default {@value
 *     #DEFAULT_PORT}
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
 * @param admin where metrics and probes are answered
 * @param log the server's log
 * @param drainTimeout how long running calls may go on once the server is told to stop; default 30
 *     s
 */
public record ServerConfig(
    String host,
    int port,
    Path dataDirectory,
    List<RuntimeConfig> runtimes,
    List<Path> searchDirectories,
    PackageConfig packages,
    InvocationConfig invocation,
    SandboxConfig sandbox,
    TrustConfig trust,
    StoreConfig store,
    AccessConfig access,
    AdminConfig admin,
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
        dataDirectory,
        List.of(),
        SearchDirectories.of(System.getenv()),
        PackageConfig.defaults(),
        InvocationConfig.defaults(),
        SandboxConfig.defaults(),
        TrustConfig.defaults(),
        StoreConfig.defaults(),
        AccessConfig.defaults(),
        AdminConfig.defaults(),
        LogConfig.defaults(),
        Duration.ofSeconds(30));
  }

  public ServerConfig withAddress(String newHost, int newPort) {
    return new ServerConfig(
        newHost,
        newPort,
        dataDirectory,
        runtimes,
        searchDirectories,
        packages,
        invocation,
        sandbox,
        trust,
        store,
        access,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withRuntimes(List<RuntimeConfig> newRuntimes) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        newRuntimes,
        searchDirectories,
        packages,
        invocation,
        sandbox,
        trust,
        store,
        access,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withSearchDirectories(List<Path> newSearchDirectories) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        newSearchDirectories,
        packages,
        invocation,
        sandbox,
        trust,
        store,
        access,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withPackages(PackageConfig newPackages) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        searchDirectories,
        newPackages,
        invocation,
        sandbox,
        trust,
        store,
        access,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withStore(StoreConfig newStore) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        searchDirectories,
        packages,
        invocation,
        sandbox,
        trust,
        newStore,
        access,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withInvocation(InvocationConfig newInvocation) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        searchDirectories,
        packages,
        newInvocation,
        sandbox,
        trust,
        store,
        access,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withSandbox(SandboxConfig newSandbox) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        searchDirectories,
        packages,
        invocation,
        newSandbox,
        trust,
        store,
        access,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withTrust(TrustConfig newTrust) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        searchDirectories,
        packages,
        invocation,
        sandbox,
        newTrust,
        store,
        access,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withAccess(AccessConfig newAccess) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        searchDirectories,
        packages,
        invocation,
        sandbox,
        trust,
        store,
        newAccess,
        admin,
        log,
        drainTimeout);
  }

  public ServerConfig withAdmin(AdminConfig newAdmin) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        searchDirectories,
        packages,
        invocation,
        sandbox,
        trust,
        store,
        access,
        newAdmin,
        log,
        drainTimeout);
  }

  public ServerConfig withDrainTimeout(Duration newDrainTimeout) {
    return new ServerConfig(
        host,
        port,
        dataDirectory,
        runtimes,
        searchDirectories,
        packages,
        invocation,
        sandbox,
        trust,
        store,
        access,
        admin,
        log,
        newDrainTimeout);
  }
}
