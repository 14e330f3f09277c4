// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarEntry;

/** The SDK that plugins import, which travels inside the server's jar. Stateless. */
public final class SdkSources {
  /** In the jar. */
  private static final String ROOT = "pythonsdk";

  /** The shim looks for it beside itself under this name. */
  private static final String DIRECTORY = "sdk";

  /** Workers may be another user. */
  private static final String DIRECTORY_MODE = "rwxr-xr-x";

  private static final String FILE_MODE = "rw-r--r--";

  private SdkSources() {}

  /** Where the SDK lies for a shim. */
  public static Path directoryFor(Path shimMain) {
    return shimMain.toAbsolutePath().resolveSibling("..").normalize().resolve(DIRECTORY);
  }

  /** Writes the SDK's files to where the shim looks for them. */
  public static void unpackFor(Path shimMain) throws IOException {
    var target = makeDirectory(directoryFor(shimMain));
    for (var name : names()) {
      var directory = target;
      var file = Path.of(name);
      for (var part : file.resolveSibling("")) {
        directory = directory.resolve(part);
        if (!Files.exists(directory)) {
          var _ = makeDirectory(directory);
        }
      }
      write(name, directory.resolve(file.getFileName()));
    }
  }

  private static void write(String name, Path file) throws IOException {
    try (var source = SdkSources.class.getResourceAsStream("/" + ROOT + "/" + name)) {
      if (source == null) {
        throw new IOException("the SDK's file " + name + " is missing in this build");
      }
      Files.copy(source, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(FILE_MODE));
  }

  /** Whatever the server's file mode mask is. */
  private static Path makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
    return Files.setPosixFilePermissions(
        directory, PosixFilePermissions.fromString(DIRECTORY_MODE));
  }

  /** Names of the files, from the jar or, in this project's own tests, from a directory. */
  private static List<String> names() throws IOException {
    var root = SdkSources.class.getResource("/" + ROOT + "/safeguard/sessions/plugin/__init__.py");
    if (root == null) {
      throw new IOException("the SDK is missing in this build");
    }
    try {
      if (root.openConnection() instanceof JarURLConnection connection) {
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
          return jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .filter(name -> name.startsWith(ROOT + "/"))
              .map(name -> name.substring(ROOT.length() + 1))
              .toList();
        }
      }
      var directory = Path.of(root.toURI()).resolve("../../../..").normalize();
      try (var files = Files.walk(directory)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> directory.relativize(file).toString())
            .toList();
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
