// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.pluginexecutor.server.value.PluginValue;

/**
 * The construct frame: asks for an object of the plugin's class, and which hooks it has. Immutable.
 *
 * @param pluginDirectory root of the unpacked package
 * @param configuration text for the constructor; a secret
 * @param hooks names of the hooks to look for
 * @param fileSizeLimitBytes how large a file may become that the plugin writes
 */
public record ShimConstruct(
    Path pluginDirectory, String configuration, List<String> hooks, long fileSizeLimitBytes)
    implements ShimRequest {

  public ShimConstruct {
    hooks = List.copyOf(hooks);
  }

  @Override
  public PluginValue.Dict toMessage() {
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put("type", new PluginValue.Text("construct"));
    fields.put("plugin_directory", new PluginValue.Text(pluginDirectory.toString()));
    fields.put("configuration", new PluginValue.Text(configuration));
    fields.put("hooks", new PluginValue.Items(hooks.stream().map(ShimConstruct::text).toList()));
    fields.put("file_size_limit_bytes", new PluginValue.Int(fileSizeLimitBytes));
    return new PluginValue.Dict(fields);
  }

  private static PluginValue text(String name) {
    return new PluginValue.Text(name);
  }

  @Override
  public int replyLimitBytes() {
    return ShimProtocol.REPLY_OVERHEAD_BYTES;
  }

  @Override
  public String toString() {
    return "ShimConstruct[hooks=" + hooks + "]";
  }
}
