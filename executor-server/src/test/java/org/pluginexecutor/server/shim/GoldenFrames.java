// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/** The frames that the tests of both sides of the protocol read. Stateless. */
final class GoldenFrames {
  private static final Path DIRECTORY = Path.of("..", "python-shim", "tests", "golden");

  private GoldenFrames() {}

  record Golden(String name, String hex, PluginValue.Dict object) {
    byte[] frame() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** All golden frames of a message type. */
  static List<Golden> of(String type) throws IOException {
    var json = ValueJson.read(Files.readAllBytes(DIRECTORY.resolve(type + ".json")));
    return ((PluginValue.Items) json)
        .values().stream().map(value -> golden((PluginValue.Dict) value)).toList();
  }

  /** One golden frame. */
  static PluginValue.Dict object(String type, String name) throws IOException {
    return of(type).stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow().object();
  }

  private static Golden golden(PluginValue.Dict entry) {
    if (entry.get("name") instanceof PluginValue.Text(var name)
        && entry.get("hex") instanceof PluginValue.Text(var hex)
        && entry.get("object") instanceof PluginValue.Dict object) {
      return new Golden(name, hex, object);
    }
    throw new IllegalArgumentException("no golden frame");
  }
}
