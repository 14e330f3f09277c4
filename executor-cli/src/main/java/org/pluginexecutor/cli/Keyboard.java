// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.Optional;

/** Where somebody types answers. */
@FunctionalInterface
interface Keyboard {
  /**
   * Reads one line.
   *
   * @param isHidden whether what is typed is not to be shown
   * @return the line without its end; empty when nobody types any more
   */
  Optional<String> readLine(boolean isHidden) throws IOException;
}
