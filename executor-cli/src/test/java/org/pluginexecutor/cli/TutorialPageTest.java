// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TutorialPageTest {
  @Test
  void files_and_commands_come_in_their_order() {
    var page =
        TutorialPage.read(
            """
            Text.

            ```python lib/a.py
            x = 1

            ```

            <!-- typed: secret -->
            ```console
            $ first
            $ second
            shown
            ```
            """);

    assertThat(page.steps())
        .containsExactly(
            new TutorialPage.Save("lib/a.py", "x = 1\n\n"),
            new TutorialPage.Run("first", "secret\n", List.of()),
            new TutorialPage.Run("second", "secret\n", List.of("shown")));
  }

  @Test
  void three_dots_stand_for_anything_and_nothing_else_does() {
    var pattern = TutorialPage.pattern(List.of("...", "took ... ms", "...", "done"));

    assertThat("took 5 ms\ndone\n").matches(pattern);
    assertThat("a\nb\ntook  ms\nc\ndone\n").matches(pattern);
    assertThat("took 5 ms\ndone\nmore\n").doesNotMatch(pattern);
    assertThat("I took 5 ms\ndone\n").doesNotMatch(pattern);
    assertThat("took 5\nms\ndone\n").doesNotMatch(pattern);
  }
}
