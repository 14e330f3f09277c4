// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.util.Locale;

/** Whether callers show certificates. Immutable. */
public enum ClientCertificate {
  /** They are not asked. */
  NONE,
  /** They are asked; one that is shown must be valid. */
  OPTIONAL,
  /** Without a valid one there is no connection. */
  REQUIRED;

  /** As settings name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
