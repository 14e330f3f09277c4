// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import java.nio.file.Path;
import java.util.List;

/**
 * Below which groups those of zygotes are made. Immutable.
 *
 * @param memory the directory with the controller of memory
 * @param others directories of further controllers, which only version 1 keeps apart
 */
record CgroupParent(CgroupVersion version, Path memory, List<Path> others) {
  CgroupParent {
    others = List.copyOf(others);
  }
}
