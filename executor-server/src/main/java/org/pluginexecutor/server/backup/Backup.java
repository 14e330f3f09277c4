// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import java.time.Instant;
import java.util.List;

/**
 * What a backup file said of itself when it was unpacked. Immutable.
 *
 * @param createTime when it was made
 * @param encrypted whether it could only be read with the key
 * @param names its entries, in their order
 */
public record Backup(Instant createTime, boolean encrypted, List<String> names) {
  public Backup {
    names = List.copyOf(names);
  }
}
