// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One stored version of a plugin. Immutable.
 *
 * @param digest {@code sha256:} and the SHA-256 of the zip in hexadecimal
 * @param sizeBytes size of the zip
 * @param uploadTime when it was uploaded first
 * @param python2 whether it is written for Python 2
 * @param defaultConfiguration text of its default.cfg; empty when it has none
 * @param treeDigest digest of the unpacked files, see {@link PackageVerifier}
 * @param directory where zip and unpacked tree lie
 */
public record StoredPlugin(
    Manifest manifest,
    String digest,
    long sizeBytes,
    Instant uploadTime,
    boolean python2,
    String defaultConfiguration,
    String treeDigest,
    Path directory) {

  /** Root of the unpacked package. */
  public Path tree() {
    return directory.resolve("tree");
  }

  /** The zip as it was uploaded. */
  public Path zip() {
    return directory.resolve("package.zip");
  }

  /** The key under which versions stand side by side. */
  String key() {
    return manifest.type().manifestName() + "/" + manifest.name();
  }
}
