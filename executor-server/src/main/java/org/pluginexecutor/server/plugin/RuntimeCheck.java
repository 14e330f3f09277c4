// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Optional;

/** Judges the runtime that somebody names for a plugin. Thread-safe. */
@FunctionalInterface
public interface RuntimeCheck {

  /**
   * Why plugins of a generation cannot run there, as value and rule; absent: they can.
   *
   * @param runtime name of the runtime
   * @param python2 whether the plugin is written for Python 2
   */
  Optional<String> problem(String runtime, boolean python2);
}
