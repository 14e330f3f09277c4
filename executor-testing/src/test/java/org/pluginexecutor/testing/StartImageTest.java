// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.FieldViolation;

/** What a test sees when what it wants cannot be had. */
class StartImageTest {
  @TempDir private Path place;

  @Test
  void a_bad_plugin_fails_the_start_with_every_problem_at_once() {
    Path bad =
        TestPlugin.write(
            place.resolve("bad"),
            "name: bad\ndescription: x\nversion: one\ntype: ab\napi: 1.0\nentry_point: main.py\n",
            "class Plugin:\n    def authenticate(self:\n");
    try (var container = new PluginExecutorContainer().withPlugin(bad)) {
      var refused = catchThrowableOfType(PluginRefusedException.class, container::start);

      assertThat(refused.violations()).extracting(FieldViolation::field).hasSize(2);
      assertThat(refused)
          .hasMessageContaining(bad + ": the server refuses it")
          .hasMessageContaining("MANIFEST.version")
          .hasMessageContaining("MANIFEST.type");
      assertThat(container.isRunning()).isFalse();
    }
  }

  @Test
  void a_setting_that_there_is_not_fails_the_start_with_what_the_server_said() {
    try (var container = new PluginExecutorContainer().withSetting("server.prot", "1")) {
      Throwable failure = catchThrowable(container::start);

      assertThat(failure).rootCause().hasMessageContaining("PLUGIN_EXECUTOR_SERVER_PROT");
    }
  }
}
