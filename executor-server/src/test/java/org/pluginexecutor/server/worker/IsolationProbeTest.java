// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.config.IsolationLevel.FULL;
import static org.pluginexecutor.server.config.IsolationLevel.NONE;
import static org.pluginexecutor.server.config.IsolationLevel.PORTABLE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.shim.ZygoteMessage;

class IsolationProbeTest {
  private static final SandboxConfig BEST = SandboxConfig.defaults();

  private final List<IsolationLevel> tried = new ArrayList<>();
  private final List<MissingLevel> missing = new ArrayList<>();

  private List<String> stands(IsolationLevel level) {
    tried.add(level);
    return List.of();
  }

  private List<String> lacksNamespaces(IsolationLevel level) throws IOException {
    tried.add(level);
    if (level == FULL) {
      throw new NotReadyException(
          new ZygoteMessage.NotReady("user namespaces", "EPERM", "allow them"));
    }
    return List.of();
  }

  private List<String> givesWay(IsolationLevel level) {
    tried.add(level);
    return List.of("signals", "new processes");
  }

  @Test
  void the_best_level_is_taken_when_its_walls_stand() throws Exception {
    assertThat(IsolationProbe.highest(BEST, this::stands, missing::add)).isEqualTo(FULL);
    assertThat(tried).containsExactly(FULL);
  }

  @Test
  void the_next_level_is_taken_when_one_cannot_be_had() throws Exception {
    assertThat(IsolationProbe.highest(BEST, this::lacksNamespaces, missing::add))
        .isEqualTo(PORTABLE);
    assertThat(tried).containsExactly(FULL, PORTABLE);
    assertThat(missing)
        .containsExactly(new MissingLevel(FULL, "user namespaces: EPERM", "allow them"));
  }

  @Test
  void a_level_that_is_required_and_cannot_be_had_is_refused_with_the_remedy() {
    assertThatThrownBy(() ->
            IsolationProbe.highest(BEST.withIsolation(FULL), this::lacksNamespaces, missing::add))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "isolation: full: user namespaces: EPERM; allow them (expected: at least full, see"
                + " --require-isolation)");
    assertThat(tried).containsExactly(FULL);
  }

  @Test
  void walls_that_give_way_are_no_walls() {
    assertThatThrownBy(() -> IsolationProbe.highest(BEST, this::givesWay, missing::add))
        .hasMessageContaining("portable: a plugin could get past: signals, new processes");
    assertThat(tried).containsExactly(FULL, PORTABLE);
  }

  @Test
  void no_walls_are_taken_only_where_the_settings_say_so() throws Exception {
    var relaxed = BEST.withIsolation(Optional.empty(), NONE);

    assertThat(IsolationProbe.highest(relaxed, this::givesWay, missing::add)).isEqualTo(NONE);
    assertThat(tried).containsExactly(FULL, PORTABLE);
    assertThat(IsolationProbe.highest(BEST.withIsolation(NONE), this::stands, missing::add))
        .isEqualTo(NONE);
    assertThat(tried).containsExactly(FULL, PORTABLE);
  }
}
