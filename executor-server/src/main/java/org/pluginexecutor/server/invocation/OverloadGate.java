// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.Optional;

/**
 * Refuses calls that would be refused anyway, before anybody looks at what they ask for.
 * Thread-safe.
 */
@FunctionalInterface
public interface OverloadGate {
  /** Lets everything pass. */
  OverloadGate OPEN = (_, _, _) -> {};

  /**
   * Lets a call pass.
   *
   * @param share whose part of the slots it would take, see {@link Target#share}
   * @throws org.pluginexecutor.server.error.ExecutorException if there is no room for it, and it
   *     repeats none that is known
   */
  void pass(String share, Optional<RequestId> id, InvocationContext context);
}
