// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.util.function.Consumer;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.value.PluginValue;

/**
 * For whom a desk answers. Immutable.
 *
 * @param caller who called the plugin
 * @param call the session id, or the id of the invocation where there is no session
 * @param isInstance whether it is one, whose configuration is the operator's
 * @param target the instance, or the plugin where its configuration came with the call
 * @param pluginName by which secrets of the gateway are given
 * @param digest of the plugin
 * @param configuration whose names are in the plugin's reach; a secret
 * @param onSecret gets what must not stand in the log
 */
public record DeskClient(
    Caller caller,
    String call,
    boolean isInstance,
    String target,
    String pluginName,
    String digest,
    String configuration,
    Consumer<PluginValue> onSecret) {

  @Override
  public String toString() {
    return "DeskClient[" + call + ", " + target + "]";
  }
}
