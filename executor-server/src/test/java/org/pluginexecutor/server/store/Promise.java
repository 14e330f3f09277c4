// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StoreWriter} promised before it was killed: that the store has one content or, if a
 * change was begun, that or another one. Immutable.
 */
record Promise(String answered, @Nullable String begun) {
  /** Of a store that is new. */
  static final Promise EMPTY = new Promise("{}", null);

  /** With what a writer said since then. */
  Promise after(Path said) throws IOException {
    var now = this;
    if (!Files.exists(said)) {
      return now;
    }
    for (var line : Files.readAllLines(said)) {
      if (line.startsWith("ready ")) {
        now.requireKept(line.substring("ready ".length()));
        now = new Promise(line.substring("ready ".length()), null);
      } else if (line.startsWith("begin ")) {
        now = new Promise(now.answered, line.substring(line.indexOf('{')));
      } else if (line.equals("done") && now.begun != null) {
        now = new Promise(now.begun, null);
      }
    }
    return now;
  }

  void requireKept(String found) {
    assertThat(found).isIn(answered, begun == null ? answered : begun);
  }
}
