// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pluginexecutor.client.AccessResponse;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginTarget;

/** Plugins that tests write, and what they ask of them. Stateless. */
final class TestPlugin {
  private TestPlugin() {}

  /** Writes a plugin of type aa for Python 3 whose method authenticate has this body. */
  static Path aa(Path parent, String name, String version, String... body) {
    return write(
        parent.resolve(name + "-" + version),
        "name: %s\ndescription: made by a test\nversion: %s\ntype: aa\napi: 1.0\nentry_point: main.py\n"
            .formatted(name, version),
        "class Plugin:\n"
            + "    def __init__(self, configuration=None):\n"
            + "        pass\n\n"
            + "    def authenticate(self, gateway_user=None):\n"
            + String.join(
                "", List.of(body).stream().map(line -> "        " + line + "\n").toList()));
  }

  static Path write(Path directory, String manifest, String mainPy) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("MANIFEST"), manifest);
      Files.writeString(directory.resolve("main.py"), "#!/usr/bin/env pluginwrapper3\n" + mainPy);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks an instance for alice, in a session of her own. */
  static AccessResponse ask(PluginExecutorClient client, String instance) {
    return client
        .newSession("test")
        .authenticate(new PluginTarget.Instance(instance), Map.of("gateway_user", "alice"));
  }

  /** What came back of it. */
  static HookResponse call(PluginExecutorClient client, String instance) {
    return ask(client, instance).response();
  }
}
