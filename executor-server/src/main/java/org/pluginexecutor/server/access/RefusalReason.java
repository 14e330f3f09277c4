// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.util.Locale;

/** Why a caller is refused. Immutable. */
public enum RefusalReason {
  NO_CREDENTIALS("no token, and no certificate or user that is listed"),
  UNKNOWN_TOKEN("unknown token"),
  UNKNOWN_CERTIFICATE("unknown certificate"),
  UNKNOWN_PEER("unknown user"),
  /** The only one with which the caller is known. */
  ROLE_MISSING("role missing");

  private final String words;

  RefusalReason(String words) {
    this.words = words;
  }

  /** As it stands in the metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** Whether it is known who called. */
  public boolean isKnownCaller() {
    return this == ROLE_MISSING;
  }
}
