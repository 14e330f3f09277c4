// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** The shim's Python files, which travel inside the server's jar. */
public final class ShimSources {
  private static final String PACKAGE = "pluginshim";

  private ShimSources() {}

  /**
   * Writes the shim's files into a directory.
   *
   * @return the file to start Python with
   */
  public static Path unpackInto(Path directory) throws IOException {
    var target = Files.createDirectory(directory.resolve(PACKAGE));
    for (var name : names()) {
      try (var source = ShimSources.class.getResourceAsStream("/" + PACKAGE + "/" + name)) {
        if (source == null) {
          throw new IOException("the shim's file " + name + " is missing in this build");
        }
        Files.copy(source, target.resolve(name));
      }
    }
    return target.resolve("__main__.py");
  }

  /** Names of the shim's files, from the jar or, in this project's own tests, from a directory. */
  private static List<String> names() throws IOException {
    var main = ShimSources.class.getResource("/" + PACKAGE + "/__main__.py");
    if (main == null) {
      throw new IOException("the shim is missing in this build");
    }
    try {
      if (main.openConnection() instanceof java.net.JarURLConnection connection) {
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
          return jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith(PACKAGE + "/") && name.endsWith(".py"))
              .map(name -> name.substring(PACKAGE.length() + 1))
              .toList();
        }
      }
      try (var files = Files.list(Path.of(main.toURI()).getParent())) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".py"))
            .toList();
      }
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
