// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
import java.util.Properties;

/** The version that the build wrote down. Stateless. */
final class ServerVersion {
  private ServerVersion() {}

  static String get() throws IOException {
    var properties = new Properties();
    try (var file = ServerVersion.class.getResourceAsStream("version.properties")) {
      if (file != null) {
        properties.load(file);
      }
    }
    return properties.getProperty("version", "unknown");
  }
}
