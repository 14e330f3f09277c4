// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.pluginexecutor.server.value.PluginValue;

/**
 * The call frame: everything that a worker needs to know to call a hook. Immutable.
 *
 * @param hook name of the hook
 * @param pluginDirectory root of the unpacked package
 * @param configuration text for the constructor; a secret
 * @param arguments all arguments by name, {@code session_id} and the cookies among them
 * @param resultForm what the hook may return besides None
 * @param resultLimitBytes largest result as JSON text
 * @param fileSizeLimitBytes how large a file may become that the plugin writes
 */
public record ShimCall(
    String hook,
    Path pluginDirectory,
    String configuration,
    PluginValue.Dict arguments,
    ResultForm resultForm,
    int resultLimitBytes,
    long fileSizeLimitBytes)
    implements ShimRequest {

  /** What a hook may return besides None. */
  public enum ResultForm {
    DICT("dict"),
    DICT_OR_LIST("dict_or_list"),
    /** Anything; it is replaced by None unseen. */
    IGNORED("ignored");

    private final String wireName;

    ResultForm(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  @Override
  public PluginValue.Dict toMessage() {
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put("type", new PluginValue.Text("call"));
    fields.put("hook", new PluginValue.Text(hook));
    fields.put("plugin_directory", new PluginValue.Text(pluginDirectory.toString()));
    fields.put("configuration", new PluginValue.Text(configuration));
    fields.put("arguments", arguments);
    fields.put("result_form", new PluginValue.Text(resultForm.wireName()));
    fields.put("result_limit_bytes", new PluginValue.Int(resultLimitBytes));
    fields.put("file_size_limit_bytes", new PluginValue.Int(fileSizeLimitBytes));
    return new PluginValue.Dict(fields);
  }

  @Override
  public int replyLimitBytes() {
    return resultLimitBytes + ShimProtocol.REPLY_OVERHEAD_BYTES;
  }

  @Override
  public String toString() {
    return "ShimCall[hook=" + hook + "]";
  }
}
