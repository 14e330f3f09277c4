// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import java.util.Locale;

/** What values of a metric are told apart by. Immutable. */
public enum MetricLabel {
  PLUGIN_TYPE,
  PLUGIN,
  VERSION,
  HOOK,
  OUTCOME,
  REASON,
  START_KIND,
  KIND,
  STREAM,
  LEVEL;

  /** As it stands in the metrics. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
