// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ExposedPort;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.Verdict;
import org.testcontainers.DockerClientFactory;

/** New versions, the way back, and a container that goes on with what another one stored. */
class StoreImageTest {
  private static final String ACCEPT = "return {'verdict': 'ACCEPT', 'gateway_user': gateway_user}";
  private static final String DENY = "return {'verdict': 'DENY'}";

  @TempDir private Path place;

  private static boolean opens(PluginExecutorClient client) {
    return TestPlugin.ask(client, "access").verdict() instanceof Verdict.Accept;
  }

  @Test
  void a_new_version_is_uploaded_and_taken_back() throws Exception {
    Path first = TestPlugin.aa(place, "door", "1.0.0", ACCEPT);
    Path second = TestPlugin.aa(place, "door", "1.1.0", DENY);
    try (var container =
        new PluginExecutorContainer().withPlugin(first).withInstance("access", "door")) {
      container.start();
      var client = container.client();
      assertThat(opens(client)).isTrue();

      client.plugins().upload(new ByteArrayInputStream(PluginPackage.read(second)));
      assertThat(opens(client)).isFalse();

      client.plugins().activate(PluginName.of("door").withVersion("1.0.0"));
      assertThat(opens(client)).isTrue();
      assertThat(client.plugins().list()).extracting(Plugin::version).contains("1.0.0", "1.1.0");
    }
  }

  @Test
  void another_container_goes_on_with_what_is_in_the_volume() {
    var volume = "plugin-executor-test-" + UUID.randomUUID();
    Path plugin = TestPlugin.aa(place, "door", "1.0.0", ACCEPT);
    try {
      try (var container = new PluginExecutorContainer().withDataVolume(volume)) {
        container.withPlugin(plugin).withInstance("access", "door", "first");
        container.start();
        container.client().instances().create("other", PluginName.of("door"), Optional.of("x"));
      }
      try (var container = new PluginExecutorContainer().withDataVolume(volume)) {
        container.withPlugin(plugin).withInstance("access", "door", "second");
        container.start();
        var instances = container.client().instances();

        assertThat(opens(container.client())).isTrue();
        assertThat(instances.get("other").configuration()).contains("x");
        assertThat(instances.revisions("access")).hasSize(2);
        assertThat(container.client().audit().list(1)).isNotEmpty();
      }
    } finally {
      DockerClientFactory.instance().client().removeVolumeCmd(volume).exec();
    }
  }

  @Test
  void a_restart_keeps_what_is_stored() {
    Path plugin = TestPlugin.aa(place, "door", "1.0.0", ACCEPT);
    try (var container =
        new PluginExecutorContainer().withPlugin(plugin).withInstance("access", "door")) {
      container.start();
      var docker = container.getDockerClient();
      docker.restartContainerCmd(container.getContainerId()).withTimeout(40).exec();

      // The engine gives the port another number; the client waits for the server to come up.
      var ports = docker.inspectContainerCmd(container.getContainerId()).exec();
      var bindings = ports.getNetworkSettings().getPorts().getBindings();
      var port = Objects.requireNonNull(bindings.get(ExposedPort.tcp(50061)))[0];
      var options =
          container
              .clientOptions()
              .target(container.getHost() + ":" + port.getHostPortSpec())
              .reconnectTime(Duration.ofSeconds(60));
      try (var client = PluginExecutorClient.connect(options.build())) {
        assertThat(opens(client)).isTrue();
      }
    }
  }
}
