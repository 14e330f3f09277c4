// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/**
 * The answer to {@code authenticate} or {@code authorize}. Immutable.
 *
 * @param verdict what it means
 * @param response what came back
 */
public record AccessResponse(Verdict verdict, HookResponse response) {
  /** Whether the user may go on. True for {@link Verdict.Accept} only. */
  public boolean grantsAccess() {
    return verdict.grantsAccess();
  }
}
