// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.runtime.Runtimes;

/**
 * The runtimes of a machine with one Python 3, {@code corp}, which is a script, and no Python 2.
 */
final class ScriptRuntimes {

  private ScriptRuntimes() {}

  static Runtimes in(Path directory) throws IOException, InterruptedException {
    var script = directory.resolve("python");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"executable\": \"" + script + "\", \"version\": \"3.11.2\"}'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return Runtimes.discover(
        List.of(new RuntimeConfig("corp", script)), List.of(), directory.resolve("shim"));
  }
}
