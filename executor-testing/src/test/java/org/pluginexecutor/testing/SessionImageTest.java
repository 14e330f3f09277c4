// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.AccessException;
import org.pluginexecutor.client.Execution.IsolationLevel;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.Verdict;
import org.slf4j.LoggerFactory;

/** A gateway's whole session with the image, and what else one container for a class gives. */
@PluginExecutorTest
class SessionImageTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final PluginTarget AA = new PluginTarget.Instance("access");
  private static final PluginTarget STORE = new PluginTarget.Instance("store");

  static final PluginExecutorContainer EXECUTOR =
      new PluginExecutorContainer()
          .withPlugin(EXAMPLES.resolve("sample_aa"))
          .withPlugin(EXAMPLES.resolve("sample_credentialstore"))
          .withInstance("access", "sample_aa")
          .withInstance("store", "sample_credentialstore/1.0.0");

  private static Map<String, Object> connection(Map<String, Object> more) {
    var arguments = new HashMap<String, Object>();
    arguments.put("protocol", "ssh");
    arguments.put("connection_name", "servers");
    arguments.put("client_ip", "192.0.2.10");
    arguments.put("gateway_user", "alice");
    arguments.putAll(more);
    return arguments;
  }

  @Test
  void a_user_gets_in_and_the_session_ends_for_both_plugins(PluginSession session) {
    var asked = session.authenticate(AA, connection(Map.of()));
    assertThat(asked.verdict()).isEqualTo(new Verdict.NeedInfo("otp", "One-time password: ", true));

    var answers = Map.<String, Object>of("key_value_pairs", Map.of("otp", "123456"));
    assertThat(session.authenticate(AA, connection(answers)).grantsAccess()).isTrue();

    Map<String, Object> target =
        Map.of("server_username", "root", "server_ip", "198.51.100.7", "server_port", 22);
    assertThat(session.authorize(AA, connection(target)).grantsAccess()).isTrue();
    assertThat(session.getPasswordList(STORE, target).passwords()).isNotEmpty();
    session.authenticationCompleted(STORE);

    assertThat(session.end()).containsOnlyKeys(AA, STORE);
  }

  @Test
  void what_a_plugin_prints_goes_to_its_logger(PluginSession session) throws Exception {
    var lines = new LinkedBlockingQueue<String>();
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
          }
        };
    var logger = (Logger) LoggerFactory.getLogger("org.pluginexecutor.testing.plugin");
    appender.start();
    logger.addAppender(appender);
    try {
      session.authenticate(AA, connection(Map.of()));

      String line = lines.poll(20, TimeUnit.SECONDS);
      assertThat(line).startsWith(session.sessionId() + ": ").contains("user alice");
    } finally {
      logger.detachAppender(appender);
    }
  }

  @Test
  void whoever_has_no_token_gets_nothing() {
    var options =
        PluginExecutorClientOptions.newBuilder()
            .target(EXECUTOR.target())
            .token("pex_" + "0".repeat(43))
            .tokenOverPlainText(true);
    try (var stranger = PluginExecutorClient.connect(options.build())) {
      assertThatThrownBy(() -> stranger.plugins().list()).isInstanceOf(AccessException.class);
    }
  }

  @Test
  void plugins_are_behind_walls(PluginExecutorClient client) {
    assertThat(client.runtimes().describe().isolationLevel())
        .isIn(IsolationLevel.FULL, IsolationLevel.PORTABLE);
  }
}
