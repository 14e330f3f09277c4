// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

/**
 * Bounds of an archive. Immutable.
 *
 * @param entries how many entries it may have; default 10,000
 * @param unpackedBytes how much all entries together may unpack to; default 200 MiB
 * @param nameBytes longest name of an entry in bytes; default 512
 * @param nameLevels most directories in a name, the file itself counted; default 32
 */
public record ArchiveLimits(int entries, long unpackedBytes, int nameBytes, int nameLevels) {
  public ArchiveLimits {
    if (entries < 1 || entries > 65_534) {
      throw new IllegalArgumentException(
          "packages.max-entries: " + entries + " (expected: 1 to 65,534)");
    }
    if (unpackedBytes < 1 || unpackedBytes > 2L << 30) {
      throw new IllegalArgumentException(
          "packages.max-unpacked-size: " + unpackedBytes + " (expected: 1 B to 2 GiB)");
    }
    if (nameBytes < 16 || nameBytes > 4096) {
      throw new IllegalArgumentException(
          "packages.max-name-length: " + nameBytes + " (expected: 16 to 4,096)");
    }
    if (nameLevels < 1 || nameLevels > 128) {
      throw new IllegalArgumentException(
          "packages.max-name-levels: " + nameLevels + " (expected: 1 to 128)");
    }
  }

  public static ArchiveLimits defaults() {
    return new ArchiveLimits(10_000, 200L << 20, 512, 32);
  }
}
