// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import org.pluginexecutor.server.config.ListenConfig;
import org.pluginexecutor.server.files.SocketFile;
import org.pluginexecutor.server.tls.TlsFileException;
import org.pluginexecutor.server.tls.TlsFiles;

/** Looks at the files that settings of listening name. Stateless. */
final class ListenChecks {
  private ListenChecks() {}

  static void check(ListenConfig config, ConfigValues values) {
    if (config.tls().isOn()) {
      try {
        TlsFiles.check(config.tls(), InstantSource.system());
      } catch (TlsFileException e) {
        values.report(ConfigKeys.named(e.key()).orElseThrow(), e.problem());
      }
    }
    config.socket().ifPresent(socket -> check(socket, values));
  }

  private static void check(Path socket, ConfigValues values) {
    var directory = socket.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      values.refuse(ListenKeys.SOCKET, socket.toString(), "a path in a directory that exists");
    } else if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS) && !SocketFile.isSocket(socket)) {
      values.refuse(ListenKeys.SOCKET, socket.toString(), "a path where nothing else is");
    }
  }
}
