// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.InstanceOptions;
import org.pluginexecutor.client.InstanceUpdate;
import org.pluginexecutor.client.Instances;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.PreconditionException;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.runtime.PythonRuntime;

/** What an instance says besides its configuration: its runtime and its time limit. */
class InstanceSettingsTest {
  private static final String SLOW =
      "import time\nclass Plugin:\n  def session_ended(self):\n"
          + "    print('begun', flush=True)\n    time.sleep(600)\n";
  private static final Duration SHORT = Duration.ofMillis(900);

  private static Path python3;
  private static Optional<PythonRuntime> python2;
  private static TestServer server;
  private static PluginName plugin;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    try (var found = TestServer.start()) {
      var runtimes = found.server().runtimes();
      python3 =
          runtimes.stream().filter(r -> !r.isPython2()).findFirst().orElseThrow().executable();
      python2 = runtimes.stream().filter(PythonRuntime::isPython2).findFirst();
    }
    server =
        TestServer.start(config ->
            config.withRuntimes(
                List.of(new RuntimeConfig("one", python3), new RuntimeConfig("two", python3))));
    plugin = ((PluginTarget.Configured) server.aa(SLOW)).plugin();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Instances instances() {
    return server.client().instances();
  }

  private static HookResponse call(String instance) {
    var call =
        HookCall.newBuilder(new PluginTarget.Instance(instance), "session_ended", "s-1").build();
    return server.client().call(call);
  }

  @Test
  void a_call_without_a_time_limit_has_that_of_its_instance_and_returns_what_was_printed() {
    instances().create("short", plugin, InstanceOptions.newBuilder().timeLimit(SHORT).build());

    var response = call("short");

    assertThat(response.outcome()).isEqualTo(new Outcome.TimedOut(SHORT));
    assertThat(TestServer.output(response)).isEqualTo("s-1: begun\n");
  }

  @Test
  void an_instance_runs_on_the_runtime_that_it_names_until_it_names_none() {
    var options = InstanceOptions.newBuilder().runtime("two").timeLimit(SHORT).build();

    var created = instances().create("on-two", plugin, options);
    assertThat(created.runtime()).contains("two");
    assertThat(created.timeLimit()).contains(SHORT);
    assertThat(call("on-two").execution().runtime()).isEqualTo("two");
    assertThat(instances().test("on-two").execution().runtime()).isEqualTo("two");

    instances().update("on-two", InstanceUpdate.newBuilder().withoutRuntime().build());
    assertThat(call("on-two").execution().runtime()).isEqualTo("one");
    instances().update("on-two", InstanceUpdate.newBuilder().withoutTimeLimit().build());
    assertThat(instances().get("on-two").timeLimit()).isEmpty();

    var back = instances().rollBack("on-two", 1);
    assertThat(back.runtime()).contains("two");
    assertThat(back.timeLimit()).contains(SHORT);
    assertThat(instances().revisions("on-two"))
        .extracting(revision -> revision.runtime().orElse("-"))
        .containsExactly("two", "-", "-", "two");
  }

  @Test
  void a_runtime_that_the_server_has_not_is_refused_with_those_that_it_has() {
    var unknown = InstanceOptions.newBuilder().runtime("three").build();

    assertThatThrownBy(() -> instances().create("x", plugin, unknown))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(
            "runtime: three (expected: a runtime of this server for Python 3, as the plugin is"
                + " written for; there is one, two)");
    instances().create("y", plugin, InstanceOptions.defaults());
    assertThatThrownBy(
            () -> instances().update("y", InstanceUpdate.newBuilder().runtime("three").build()))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(instances().get("y").revision()).isEqualTo(1);
  }

  @Test
  void a_runtime_of_the_other_generation_is_refused() {
    assumeTrue(python2.isPresent(), "no Python 2 on this machine");
    var options = InstanceOptions.newBuilder().runtime("python2").build();

    assertThatThrownBy(() -> instances().create("x", plugin, options))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("runtime: python2, which is Python 2.7");
    var old =
        server.upload(
            "old",
            PluginZip.aa("old", "class Plugin: pass\n")
                .file("MANIFEST", PluginZip.manifest("aa", "old", "1.0.0"))
                .file("main.py", "class Plugin:\n  def __init__(self, configuration): pass\n"));
    var name = ((PluginTarget.Configured) old).plugin();
    assertThat(instances().create("on-2", name, options).runtime()).contains("python2");
    assertThatThrownBy(
            () -> instances().update("on-2", InstanceUpdate.newBuilder().runtime("one").build()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("runtime: one, which is Python 3");
  }

  @Test
  void a_server_without_the_runtime_says_how_to_get_it() throws Exception {
    var x = HookCall.newBuilder(new PluginTarget.Instance("x"), "session_ended", "s-1").build();
    try (var serving = ServerProcess.start(directory, "--runtime", "special=" + python3);
        var client = serving.connect()) {
      client.plugins().upload(PluginZip.aa("p", "class Plugin: pass\n").stream());
      client
          .instances()
          .create("x", PluginName.of("p"), InstanceOptions.newBuilder().runtime("special").build());
      assertThat(client.call(x).execution().runtime()).isEqualTo("special");
    }
    try (var serving = ServerProcess.start(directory);
        var client = serving.connect()) {
      assertThatThrownBy(() -> client.call(x))
          .isInstanceOfSatisfying(
              PreconditionException.class,
              e -> assertThat(e.reason()).isEqualTo("RUNTIME_NOT_AVAILABLE"))
          .hasMessageContaining("the runtime special with Python 3")
          .hasMessageContaining("serve --runtime NAME=EXECUTABLE");
      // What is not about the runtime can be mended all the same.
      client.instances().update("x", InstanceUpdate.newBuilder().configuration("").build());
      client.instances().update("x", InstanceUpdate.newBuilder().withoutRuntime().build());
      assertThat(client.call(x).outcome()).isInstanceOf(Outcome.Returned.class);
    }
  }
}
