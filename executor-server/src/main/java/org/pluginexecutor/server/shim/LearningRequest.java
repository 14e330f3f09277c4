// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.pluginexecutor.server.value.PluginValue;

/**
 * A request whose reply also says which modules of the runtime the plugin has imported, so that
 * others need not wait for them. Immutable.
 */
public record LearningRequest(ShimRequest delegate) implements ShimRequest {
  private static final String MODULES = "modules";
  private static final int MAX_MODULES = 1_000;

  /** The names take part of the reply; the shim keeps to it. */
  private static final int MAX_NAMES_BYTES = 64 << 10;

  /** A module of the runtime, or the source of one of the package's, below its directory. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_]\\w*(\\.\\w+)*|\\./([A-Za-z_]\\w*/)*[A-Za-z_]\\w*\\.py");

  @Override
  public PluginValue.Dict toMessage() {
    var fields = new LinkedHashMap<String, PluginValue>(delegate.toMessage().fields());
    fields.put("report_modules", new PluginValue.Bool(true));
    return new PluginValue.Dict(fields);
  }

  @Override
  public int replyLimitBytes() {
    return delegate.replyLimitBytes() + MAX_NAMES_BYTES;
  }

  /**
   * The names in a reply, in the order of their import. The plugin can make them up, so they are
   * good for no more than to import them from the runtime, and to read byte code that the server
   * made of its package, for this plugin alone.
   */
  public static List<String> modulesIn(PluginValue.Dict reply) {
    var names = new ArrayList<String>();
    if (reply.get(MODULES) instanceof PluginValue.Items(var items)) {
      for (var item : items) {
        if (names.size() < MAX_MODULES
            && item instanceof PluginValue.Text(var name)
            && NAME.matcher(name).matches()) {
          names.add(name);
        }
      }
    }
    return List.copyOf(names);
  }
}
