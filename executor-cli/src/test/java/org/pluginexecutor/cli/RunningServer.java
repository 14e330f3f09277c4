// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pluginexecutor.server.ExecutorServer;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.files.TreeRemover;

/** A server for all tests of a class. */
final class RunningServer implements BeforeAllCallback, AfterAllCallback {
  private final UnaryOperator<ServerConfig> change;
  private @Nullable Path directory;
  private @Nullable ExecutorServer server;

  RunningServer() {
    this(config -> config);
  }

  RunningServer(UnaryOperator<ServerConfig> change) {
    this.change = change;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    directory = Files.createTempDirectory("t");
    var config = ServerConfig.defaults(directory.resolve("data")).withAddress("127.0.0.1", 0);
    server = ExecutorServer.start(change.apply(config));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      TreeRemover.remove(directory);
    }
  }

  String target() {
    return Options.required(server).target();
  }

  /** The file with the token that may do everything. */
  String tokenFile() {
    return Options.required(server).tokenFile().orElseThrow().toString();
  }

  /** Runs a command against this server. */
  Captured run(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.add("--target");
    all.add(target());
    all.add("--token-file");
    all.add(tokenFile());
    return Captured.run(all.toArray(String[]::new));
  }
}
