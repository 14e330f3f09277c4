// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.util.List;
import org.pluginexecutor.server.audit.Change;

/** Takes note of secrets that plugins get, before they get them. Thread-safe. */
@FunctionalInterface
public interface SecretAudit {

  /**
   * Notes some.
   *
   * @throws org.pluginexecutor.server.error.ExecutorException if the audit log must be written and
   *     cannot be; then they must not be given
   */
  void given(List<Change> secrets);
}
