// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.server.config.ServerConfig;

/**
 * A Python of this machine, found where the server looks for Pythons that nobody names. Immutable.
 *
 * @param version version of the interpreter, for example {@code 3.11.2}
 * @param executable path of the interpreter
 */
record InstalledPython(String version, Path executable) {
  private static final int OLDEST_MINOR = 6;
  private static final int NEWEST_MINOR = 14;
  private static final String TELL_VERSION =
      "import sys; sys.stdout.write('%d.%d.%d' % sys.version_info[:3])";

  /** Each version once, the newest first. */
  static List<InstalledPython> all() {
    var found = new LinkedHashMap<String, InstalledPython>();
    for (var program : programs()) {
      for (var directory : ServerConfig.defaults(Path.of("unused")).searchDirectories()) {
        var executable = directory.resolve(program);
        if (Files.isExecutable(executable)) {
          var version = versionOf(executable);
          // A wrapper without an installation behind it answers nothing.
          if (!version.isEmpty()) {
            found.putIfAbsent(version, new InstalledPython(version, executable));
          }
        }
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparingInt(InstalledPython::minor).reversed())
        .toList();
  }

  boolean isPython2() {
    return version.startsWith("2.");
  }

  /** 2007 of 2.7.18, 3011 of 3.11.2. */
  private int minor() {
    var parts = version.split("\\.", 3);
    return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
  }

  private static List<String> programs() {
    var programs = new ArrayList<>(List.of("python3", "python2.7", "python2"));
    for (int minor = OLDEST_MINOR; minor <= NEWEST_MINOR; minor++) {
      programs.add("python3." + minor);
    }
    return programs;
  }

  private static String versionOf(Path executable) {
    try {
      var process =
          new ProcessBuilder(executable.toString(), "-E", "-c", TELL_VERSION)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      var version = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0 ? version : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
