// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final String LEAST =
      """
      listen: 127.0.0.1:2222
      host-key-file: host_key
      known-hosts-file: /etc/ssh/ssh_known_hosts
      executor:
        target: 127.0.0.1:50061
      plugins:
        access: access
        credential-store: vault
      """;

  @TempDir private Path directory;

  private GatewayConfig read(String text) throws IOException {
    return ConfigFile.read(Files.writeString(directory.resolve("gateway.yaml"), text));
  }

  @Test
  void has_defaults_for_whatever_can_have_one() throws IOException {
    var config = read(LEAST);

    assertThat(config.listen().getPort()).isEqualTo(2222);
    assertThat(config.hostKeyFile()).isEqualTo(directory.resolve("host_key"));
    assertThat(config.knownHostsFile()).isEqualTo(Path.of("/etc/ssh/ssh_known_hosts"));
    assertThat(config.executor())
        .isEqualTo(
            new GatewayConfig.Executor("127.0.0.1:50061", Optional.empty(), Optional.empty()));
    assertThat(config.plugins().connectionName()).isEqualTo("ssh-gateway");
    assertThat(config.asksPassword()).isFalse();
    assertThat(config.maxUnfinished()).isEqualTo(100);
    assertThat(config.timing()).isEqualTo(Timing.defaults());
  }

  @Test
  void takes_times_with_units() throws IOException {
    var timing =
        read(LEAST + "login:\n  time: 90s\n  hook-time: 1500ms\nending-time: 2h\n").timing();

    assertThat(timing.loginTime()).isEqualTo(Duration.ofSeconds(90));
    assertThat(timing.hookTime()).isEqualTo(Duration.ofMillis(1500));
    assertThat(timing.endingTime()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void says_everything_that_is_wrong_at_once() {
    var text =
        LEAST.replace("127.0.0.1:2222", "localhost").replace("  access: access\n", "")
            + "login:\n  time: 90\n  ask-password: yes\n  max-unfinished: 0\nlogins: 3\n";

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            listen: localhost (expected: host:port)
            plugins.access: missing (expected: a value)
            login.ask-password: yes (expected: true or false)
            login.max-unfinished: 0 (expected: 1 to 999999)
            login.time: 90 (expected: a number and ms, s, m or h)
            logins: unknown (expected: a key of the gateway)\
            """);
  }

  @Test
  void says_that_it_is_no_yaml() {
    assertThatThrownBy(() -> read("listen: [")).hasMessageStartingWith("not valid YAML: ");
  }
}
