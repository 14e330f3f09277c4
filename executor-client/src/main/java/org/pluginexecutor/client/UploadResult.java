// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;

/**
 * What an upload made. Immutable.
 *
 * @param plugin the stored version; its {@code active()} says whether it is the active one now
 * @param alreadyStored whether the same bytes were stored before
 * @param warnings what the check of the package found that is no error; none when the same bytes
 *     were stored before
 */
public record UploadResult(Plugin plugin, boolean alreadyStored, List<PackageWarning> warnings) {
  public UploadResult {
    warnings = List.copyOf(warnings);
  }
}
