// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcessKeyboardTest {
  @Test
  void a_pipe_is_read_line_by_line_hidden_or_not() throws IOException {
    var typed = "übung\n\nlast".getBytes(StandardCharsets.UTF_8);
    var keyboard = new ProcessKeyboard(new ByteArrayInputStream(typed));

    assertThat(keyboard.readLine(true)).contains("übung");
    assertThat(keyboard.readLine(false)).contains("");
    assertThat(keyboard.readLine(true)).contains("last");
    assertThat(keyboard.readLine(true)).isEmpty();
  }
}
