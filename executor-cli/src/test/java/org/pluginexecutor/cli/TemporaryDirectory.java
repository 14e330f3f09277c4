// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pluginexecutor.server.files.TreeRemover;

/** Gives a test a system directory for temporary files of its own, so that it sees leftovers. */
final class TemporaryDirectory implements BeforeEachCallback, AfterEachCallback {
  private static final String PROPERTY = "java.io.tmpdir";

  private @Nullable String former;
  private Path path = Path.of("");

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    former = System.getProperty(PROPERTY);
    path = Files.createTempDirectory("t");
    System.setProperty(PROPERTY, path.toString());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    System.setProperty(PROPERTY, String.valueOf(former));
    TreeRemover.remove(path);
  }

  List<Path> leftovers() throws IOException {
    try (var files = Files.list(path)) {
      return files.toList();
    }
  }
}
