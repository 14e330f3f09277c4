// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says of every package what the test wants, without any Python. */
public record FakeSourceCheck(Optional<SourceFacts> facts) implements SourceCheck {
  /** Finds nothing wrong. */
  public static final FakeSourceCheck FINE =
      new FakeSourceCheck(
          Optional.of(new SourceFacts(Optional.empty(), Presence.YES, List.of(), true)));

  @Override
  public Optional<SourceFacts> check(Path tree, boolean python2, List<String> hooks) {
    return facts;
  }
}
