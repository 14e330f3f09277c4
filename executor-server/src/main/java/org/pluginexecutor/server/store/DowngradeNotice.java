// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.util.Optional;
import org.pluginexecutor.server.plugin.Manifest;
import org.pluginexecutor.server.plugin.PackageFinding;
import org.pluginexecutor.server.plugin.PackageFinding.Severity;

/**
 * Tells whoever uploads a version that it is older than the active one, whose place it takes
 * (contract Q33). Stateless.
 */
final class DowngradeNotice {
  private DowngradeNotice() {}

  /**
   * The notice, if there is reason for one.
   *
   * @param before what was stored before the upload
   */
  static Optional<PackageFinding> of(
      CatalogState before, Manifest uploaded, UploadOptions options) {
    var active = before.activeDigests().get(uploaded.key());
    if (active == null || options.withoutActivation()) {
      return Optional.empty();
    }
    return Optional.ofNullable(before.plugins().get(active))
        .map(StoredPlugin::manifest)
        .filter(uploaded::isOlderThan)
        .map(newer ->
            new PackageFinding(
                Severity.WARNING,
                "MANIFEST",
                "version",
                Optional.empty(),
                "\"%s\" (expected: later than the active %s, which it replaces)"
                    .formatted(uploaded.version(), newer.version())));
  }
}
