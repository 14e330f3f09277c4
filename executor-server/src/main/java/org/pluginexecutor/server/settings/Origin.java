// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;

/** Where the value of a key comes from; each overrides the ones above it. Immutable. */
public sealed interface Origin {

  /** Nobody said anything. */
  record Default() implements Origin {
    @Override
    public String label() {
      return "default";
    }
  }

  /**
   * The file.
   *
   * @param file as it was named
   * @param line of the key, from 1; 0: the file as a whole
   */
  record Line(Path file, int line) implements Origin {
    @Override
    public String label() {
      return line == 0 ? file.toString() : file + ":" + line;
    }
  }

  /** A variable of the environment. */
  record Variable(String name) implements Origin {
    @Override
    public String label() {
      return "environment " + name;
    }
  }

  /** A flag of the command. */
  record Flag(String name) implements Origin {
    @Override
    public String label() {
      return name;
    }
  }

  /** As it stands in messages. */
  String label();
}
