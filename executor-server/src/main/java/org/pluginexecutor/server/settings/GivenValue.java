// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.List;

/**
 * What somebody gave for a key, not read yet. Immutable.
 *
 * @param texts one, unless the form of the key is one of several
 * @param origin who gave it
 * @param base directory that relative paths in it are counted from
 */
record GivenValue(List<String> texts, Origin origin, Path base) {
  GivenValue {
    texts = List.copyOf(texts);
  }
}
