// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.UnavailableException;

/** The image with an encrypted port. */
class TlsImageTest {
  @TempDir private Path place;

  @Test
  void calls_go_over_tls_and_over_nothing_else() {
    var authority = TestAuthority.in(place);
    Path plugin = TestPlugin.aa(place, "door", "1.0.0", "return {'verdict': 'ACCEPT'}");
    try (var container =
        new PluginExecutorContainer()
            .withTls(authority.certificate(), authority.key(), authority.ca())
            .withPlugin(plugin)
            .withInstance("access", "door")) {
      container.start();
      assertThat(TestPlugin.ask(container.client(), "access").grantsAccess()).isTrue();

      var plain =
          PluginExecutorClientOptions.newBuilder()
              .target(container.target())
              .token(container.token())
              .environment(Map.of())
              .tokenOverPlainText(true);
      try (var client = PluginExecutorClient.connect(plain.build())) {
        assertThatThrownBy(() -> client.plugins().list()).isInstanceOf(UnavailableException.class);
      }
    }
  }

  @Test
  void an_image_that_is_told_nothing_refuses_to_serve_in_the_clear() {
    try (var container =
        new PluginExecutorContainer().withSetting("server.allow-remote-plain-text", "false")) {
      assertThatThrownBy(container::start)
          .rootCause()
          .hasMessageContaining("the server ended")
          .hasMessageContaining("server.allow-remote-plain-text");
    }
  }
}
