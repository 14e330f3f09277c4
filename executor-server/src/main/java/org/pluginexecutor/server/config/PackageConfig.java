// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

/**
 * What is demanded of packages. Immutable.
 *
 * @param rules versions that the server plays, and how strict it is about names
 * @param archive bounds of the zip
 */
public record PackageConfig(PackageRules rules, ArchiveLimits archive) {
  public static PackageConfig defaults() {
    return new PackageConfig(PackageRules.defaults(), ArchiveLimits.defaults());
  }
}
