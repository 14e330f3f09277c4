// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that a new plugin begins with: a plugin that works, and its tests. Stateless. */
final class Skeleton {
  /** The name of the plugin in the files; they are a plugin as they are. */
  private static final String PLACEHOLDER = "new_plugin";

  private static final List<String> COMMON =
      List.of("MANIFEST", "main.py", "default.cfg", "README.md", ".pluginignore");

  private static final String SCENARIO = "scenarios/login.yaml";

  /** The types of plugin that can be called. */
  enum Type {
    AA("tests/test_login.py"),
    CREDENTIALSTORE("tests/test_passwords.py");

    private final String test;

    Type(String test) {
      this.test = test;
    }
  }

  private Skeleton() {}

  /** The texts of a plugin of that type and name, by their paths in its directory. */
  static Map<String, String> files(Type type, String name) {
    var files = new LinkedHashMap<String, String>();
    for (var path : COMMON) {
      files.put(path, text(type, path, name));
    }
    files.put(type.test, text(type, type.test, name));
    files.put(SCENARIO, text(type, SCENARIO, name));
    return files;
  }

  private static String text(Type type, String path, String name) {
    String resource = "skeleton/" + PluginTexts.word(type) + "/" + path;
    try (InputStream in = Skeleton.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + ": missing in the jar");
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace(PLACEHOLDER, name);
    } catch (IOException e) {
      throw new IllegalStateException(resource + ": cannot be read", e);
    }
  }
}
