// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.time.Instant;

/**
 * A time-based one-time code. Immutable.
 *
 * @param unixTime when the code ends; 1970-01-01T00:00:00Z when the plugin did not say
 * @param period for how long a code of this kind is good; 30 s when the plugin did not say
 * @param code what to type; empty when the plugin did not say. A secret
 */
public record TotpCode(Instant unixTime, Duration period, String code) {
  /** Does not show the code. */
  @Override
  public String toString() {
    return "TotpCode[unixTime=" + unixTime + ", period=" + period + ", code=***]";
  }
}
