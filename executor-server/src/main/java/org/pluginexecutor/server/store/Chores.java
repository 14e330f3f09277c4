// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what may fail without harm, since it is made up for later. Stateless. */
final class Chores {
  private static final Logger log = LoggerFactory.getLogger(Chores.class);

  private Chores() {}

  /** What has to be done some time. */
  @FunctionalInterface
  interface Chore {
    void run() throws IOException;
  }

  /** Does it, or says in the log why not. */
  static void quietly(String what, Chore chore) {
    try {
      chore.run();
    } catch (IOException | RuntimeException e) {
      log.warn("could not {} now; it is tried again later", what, e);
    }
  }
}
