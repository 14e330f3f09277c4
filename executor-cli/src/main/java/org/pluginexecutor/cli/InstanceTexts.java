// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import org.pluginexecutor.client.PluginInstance;

/** How plugin instances are written for people. Stateless. */
final class InstanceTexts {
  private InstanceTexts() {}

  /** What makes up an instance, without the configuration itself: it can hold secrets. */
  static String content(PluginInstance instance) {
    return "plugin "
        + PluginNames.text(instance.plugin())
        + ", configuration of "
        + Printing.bytes(instance.configurationSizeBytes())
        + instance.runtime().map(runtime -> ", runtime " + runtime).orElse("")
        + instance.timeLimit().map(limit -> ", time limit " + Printing.duration(limit)).orElse("");
  }
}
