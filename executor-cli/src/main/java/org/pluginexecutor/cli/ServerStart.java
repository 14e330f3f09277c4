// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.ExecutorServer;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.tls.TlsFileException;

/** Starts servers, and says in one sentence why one did not start. Stateless. */
final class ServerStart {
  private ServerStart() {}

  static ExecutorServer start(ServerConfig config) throws InterruptedException {
    try {
      return ExecutorServer.start(config);
    } catch (TlsFileException e) {
      throw new CliException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CliException(ExitCode.UNAVAILABLE, sentence(config, e), e);
    }
  }

  private static String sentence(ServerConfig config, IOException e) {
    var message = String.valueOf(e.getMessage());
    if (message.startsWith("admin.port: ") || message.startsWith("server.socket: ")) {
      return message;
    }
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (cause instanceof BindException || text.contains("bind(")) {
        return "cannot listen on "
            + config.host()
            + ":"
            + config.port()
            + " ("
            + text
            + "); stop the program that does, or choose another --port";
      }
    }
    return "the server cannot start: " + (e.getMessage() == null ? e : e.getMessage());
  }
}
