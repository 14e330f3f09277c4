// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.it.PluginZip;
import org.pluginexecutor.it.TestServer;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.config.WorkerNetwork;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * A real server that runs attackers behind the walls of one level: plugins that execute whatever a
 * test sends them. Thread-safe.
 */
final class WalledServer implements Resource {
  /** Low, so that what uses everything up is done soon, and not before that on a busy machine. */
  static final WorkerLimits LIMITS =
      new WorkerLimits(Duration.ofSeconds(2), 256L << 20, 24, 256, 1 << 20, 64);

  static final Duration LONG = Duration.ofSeconds(20);

  private static final String ATTACKER =
      """
      class Plugin(object):
          counter = 0
          def authenticate(self, session_cookie):
              names = {'result': {'verdict': 'ACCEPT'}}
              exec(compile(session_cookie['attack'], 'attack', 'exec'), names)
              return names['result']
      """;
  private static final String PRELUDE = "from attack import *\n";

  private final IsolationLevel level;
  private final @Nullable TestServer server;
  private final PluginTarget attacker;
  private final PluginTarget neighbour;
  private final String missing;

  private WalledServer(IsolationLevel level, @Nullable TestServer server, String missing) {
    this.level = level;
    this.server = server;
    this.missing = missing;
    this.attacker = target(server, "attacker");
    this.neighbour = target(server, "neighbour");
  }

  static WalledServer start(IsolationLevel level) {
    return start(level, LIMITS, new WorkerNetwork.None());
  }

  static WalledServer start(IsolationLevel level, WorkerLimits limits, WorkerNetwork network) {
    return start(level, SandboxConfig.defaults().withNetwork(network).withLimits(limits));
  }

  /** One with settings of its own. */
  static WalledServer start(IsolationLevel level, SandboxConfig sandbox) {
    return start(level, sandbox, config -> config);
  }

  /** One with other settings, too. */
  static WalledServer start(
      IsolationLevel level, SandboxConfig sandbox, UnaryOperator<ServerConfig> change) {
    try {
      var server =
          TestServer.start(
              config -> change.apply(config.withSandbox(sandbox.withIsolation(level))));
      return new WalledServer(level, server, "");
    } catch (UncheckedIOException e) {
      return new WalledServer(level, null, String.valueOf(e.getMessage()));
    }
  }

  private static PluginTarget target(@Nullable TestServer server, String name) {
    if (server == null) {
      return new PluginTarget.Instance("missing");
    }
    var zip = PluginZip.aa(name, ATTACKER).file("attack.py", resource("attack.py"));
    return server.upload(name, zip);
  }

  private static byte[] resource(String name) {
    try (InputStream file = WalledServer.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  IsolationLevel level() {
    return level;
  }

  boolean isFull() {
    return level == IsolationLevel.FULL;
  }

  /** One value per level, so that a test says both. */
  <T> T expected(T full, T portable) {
    return isFull() ? full : portable;
  }

  /**
   * The server, unless this machine cannot give the level: then the test is skipped, or fails where
   * changes are decided about.
   */
  TestServer server() {
    if (server == null) {
      if (System.getenv("CI") != null) {
        throw new AssertionError("level " + level.label() + ": " + missing);
      }
      throw new TestAbortedException("level " + level.label() + ": " + missing);
    }
    return server;
  }

  PluginTarget attacker() {
    return attacker;
  }

  /** The plugin that runs the same, but is another one. */
  PluginTarget neighbour() {
    return neighbour;
  }

  static HookCall.Builder newCall(PluginTarget target, String source) {
    return HookCall.newBuilder(target, "authenticate", "s-1")
        .sessionCookie(Map.of("attack", PRELUDE + source))
        .timeLimit(LONG);
  }

  HookResponse run(String source) {
    return server().client().call(newCall(attacker, source).build());
  }

  HookResponse run(String source, Duration timeLimit) {
    return server().client().call(newCall(attacker, source).timeLimit(timeLimit).build());
  }

  /** Runs an attack whose hook must return, and gives the results that it printed. */
  Map<String, String> attack(String source) {
    return results(run(source));
  }

  static Map<String, String> results(HookResponse response) {
    assertThat(response.outcome())
        .as(TestServer.output(response))
        .isInstanceOf(Outcome.Returned.class);
    var results = new TreeMap<String, String>();
    for (var line : response.logLines()) {
      var text = line.text().replaceFirst("^s-1: ", "");
      int equals = text.indexOf('=');
      assertThat(equals).as(text).isPositive();
      results.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return results;
  }

  /** What must hold after every attack. */
  void servesTheNextCall() {
    if (server != null) {
      assertThat(attack("tell('next', 'works')")).containsEntry("next", "works");
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  /** Stands in the names of tests. */
  @Override
  public String toString() {
    return level.label();
  }
}
