// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks at the Python sources of a package without running any of them. Thread-safe. */
public interface SourceCheck {

  /**
   * Looks at main.py, and prepares the byte code of all sources.
   *
   * @param tree the unpacked package, still writable
   * @param python2 whether the package is written for Python 2
   * @param hooks the hooks that the plugin's type has
   * @return empty when there is no Python of that kind here
   * @throws IOException if the check itself fails
   */
  Optional<SourceFacts> check(Path tree, boolean python2, List<String> hooks) throws IOException;

  /**
   * What is known of main.py. Immutable.
   *
   * @param problem why it does not compile
   * @param pluginClass whether it has a class Plugin
   * @param hooks the hooks that were seen in the class
   * @param complete whether these are all: the class has no base that is not in sight
   */
  record SourceFacts(
      Optional<Problem> problem, Presence pluginClass, List<String> hooks, boolean complete) {}

  /** Whether something is there. */
  enum Presence {
    YES,
    NO,
    /** It cannot be seen without running the plugin. */
    UNKNOWN
  }

  /**
   * Why a source does not compile.
   *
   * @param line from 1; 0: no place
   * @param column from 1; 0: no place
   */
  record Problem(String message, int line, int column) {}
}
