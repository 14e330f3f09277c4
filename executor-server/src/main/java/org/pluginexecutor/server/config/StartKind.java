// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.util.Locale;

/** How a worker is started. Immutable. */
public enum StartKind {
  /** A fresh interpreter. */
  EXEC,
  /** Forked from a zygote, which is warm. */
  FORK;

  /** What it is called in settings and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
