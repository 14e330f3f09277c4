// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.config.Role;

/**
 * Who may read the metrics. Thread-safe.
 *
 * @param open whether everybody may
 */
public record HttpAccess(AccessPolicy policy, Refusals refusals, boolean open) {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /**
   * The status of HTTP for who asks.
   *
   * @param authorization values of the header of this name
   * @param address where the question comes from
   */
  public int statusFor(List<String> authorization, String address) {
    if (open) {
      return OK;
    }
    Optional<String> token = Credentials.tokenIn(authorization);
    return switch (policy.decide(Credentials.ofToken(token), Role.OBSERVE)) {
      case Decision.Granted _ -> OK;
      case Decision.Refused(var reason, var name) -> {
        refusals.add(new Caller(name, address), "ReadMetrics", reason);
        yield reason.isKnownCaller() ? FORBIDDEN : UNAUTHORIZED;
      }
    };
  }
}
