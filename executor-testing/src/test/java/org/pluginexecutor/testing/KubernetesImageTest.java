// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.PreconditionException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * What the manifests in docker/kubernetes say to the server, with the rights that their pods have:
 * their settings, variables and mounts, a root that cannot be written, and no capability.
 */
class KubernetesImageTest {
  private static final String SETTINGS_DIRECTORY = "/etc/plugin-executor";
  private static final int ADMIN_PORT = 9464;

  private final CallerToken token = CallerToken.create();
  private final String volume = "plugin-executor-test-" + UUID.randomUUID();
  @TempDir private Path place;
  private Path settings;

  @BeforeEach
  void make() throws IOException {
    settings = directory(place.resolve("settings"));
  }

  @AfterEach
  void removeVolume() {
    var docker = DockerClientFactory.instance().client();
    var found = docker.listVolumesCmd().withFilter("name", List.of(volume)).exec().getVolumes();
    if (found != null && !found.isEmpty()) {
      docker.removeVolumeCmd(volume).exec();
    }
  }

  /** One that the container's user may read, as the cluster makes them. */
  private static Path directory(Path path) throws IOException {
    Files.createDirectories(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void write(String name, String text) throws IOException {
    Path file = settings.resolve(name);
    directory(file.resolveSibling("."));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }

  /** A file of the manifest's ConfigMap. */
  private static String file(String manifest, String name) throws IOException {
    var text = Files.readString(Path.of("..", "docker", "kubernetes", manifest));
    int start = text.indexOf("\n  " + name + ": |\n");
    assertThat(start).isPositive();
    return text.substring(start + 1)
            .lines()
            .skip(1)
            .takeWhile(line -> line.startsWith("    "))
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private GenericContainer<?> pod(Map<String, String> temporary, Bind... more) {
    return new GenericContainer<>(image())
        .withCommand("serve", "--config", SETTINGS_DIRECTORY + "/server.yaml")
        .withEnv("PLUGIN_EXECUTOR_SERVER_HOST", "")
        .withEnv("PLUGIN_EXECUTOR_SERVER_SOCKET", "")
        .withEnv("PLUGIN_EXECUTOR_SANDBOX_REQUIRE_ISOLATION", "")
        .withTmpFs(temporary)
        .withExposedPorts(50061, ADMIN_PORT)
        .withLogConsumer(new PluginLog())
        .waitingFor(
            Wait.forHttp("/readyz").forPort(ADMIN_PORT).withStartupTimeout(Duration.ofMinutes(1)))
        .withCreateContainerCmdModifier(
            command -> restrict(Objects.requireNonNull(command.getHostConfig()), more));
  }

  private void restrict(HostConfig host, Bind... more) {
    var binds = new ArrayList<>(Arrays.asList(more));
    binds.add(new Bind(settings.toString(), new Volume(SETTINGS_DIRECTORY), AccessMode.ro));
    host.withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withBinds(binds);
  }

  private Bind store() {
    Path plugin =
        TestPlugin.aa(
            place, "door", "1.0.0", "return {'verdict': 'ACCEPT', 'gateway_user': 'alice'}");
    try (var container =
        new PluginExecutorContainer()
            .withDataVolume(volume)
            .withPlugin(plugin)
            .withInstance("access", "door")) {
      container.start();
    }
    return new Bind(volume, new Volume("/srv/plugin-executor/store"), AccessMode.ro);
  }

  /** A volume as a provisioner makes it: root's, with the group of the pod. */
  private Bind provisioned() {
    var bind = new Bind(volume, new Volume("/var/lib/plugin-executor"));
    try (var root = new GenericContainer<>(image())) {
      root.withCommand(
              "-c",
              "import os; d = '/var/lib/plugin-executor'; os.chown(d, 0, 10001); os.chmod(d,"
                  + " 0o2775)")
          .withStartupCheckStrategy(new OneShotStartupCheckStrategy())
          .withCreateContainerCmdModifier(command -> {
            Objects.requireNonNull(command.getHostConfig()).withBinds(bind);
            command.withUser("0:0").withEntrypoint("/usr/bin/python3");
          });
      root.start();
    }
    return bind;
  }

  private static String image() {
    return Objects.requireNonNull(System.getenv(PluginExecutorContainer.IMAGE_VARIABLE));
  }

  private PluginExecutorClient client(GenericContainer<?> pod) {
    return PluginExecutorClient.connect(
        PluginExecutorClientOptions.newBuilder()
            .target(pod.getHost() + ":" + pod.getMappedPort(50061))
            .caFile(place.resolve("ca.pem"))
            .token(token.text())
            .build());
  }

  private void writeSecrets() throws IOException {
    var authority = TestAuthority.in(place);
    write("tls/tls.crt", Files.readString(authority.certificate()));
    write("tls/tls.key", Files.readString(authority.key()));
    write("access/callers", token.line("test"));
  }

  @Test
  void a_service_with_a_volume_takes_plugins_and_commands_in_its_container() throws Exception {
    write("server.yaml", file("standalone.yaml", "server.yaml"));
    writeSecrets();
    try (var pod =
        pod(Map.of("/tmp", ""), provisioned())
            .withEnv("XDG_DATA_HOME", "/var/lib/plugin-executor")) {
      pod.start();
      try (var client = client(pod)) {
        Path plugin = TestPlugin.aa(place, "door", "1.0.0", "return {'verdict': 'ACCEPT'}");
        client.plugins().upload(new ByteArrayInputStream(PluginPackage.read(plugin)));
      }

      var listed = pod.execInContainer("plugin-executor", "plugin", "list");
      assertThat(listed.getStdout()).as(listed.getStderr()).contains("door");
    }
  }

  @Test
  void servers_with_their_plugins_in_the_image_serve_them_and_refuse_changes() throws Exception {
    write("server.yaml", file("replicas.yaml", "server.yaml"));
    writeSecrets();
    try (var pod = pod(Map.of("/tmp", ""), store())) {
      pod.start();
      try (var client = client(pod)) {
        assertThat(TestPlugin.ask(client, "access").grantsAccess()).isTrue();
        assertThatThrownBy(() -> client.instances().delete("access"))
            .isInstanceOfSatisfying(
                PreconditionException.class,
                refused -> assertThat(refused.reason()).isEqualTo("STORE_READ_ONLY"));
      }
    }
  }

  @Test
  void a_gateway_in_the_same_pod_calls_hooks_and_nothing_else() throws Exception {
    write("server.yaml", file("sidecar.yaml", "server.yaml"));
    write("callers", file("sidecar.yaml", "callers"));
    var socket = "/run/plugin-executor";
    try (var pod =
        pod(Map.of("/tmp", "", socket, "gid=10001,mode=2777"), store())
            .withEnv("PLUGIN_EXECUTOR_TARGET", "unix://" + socket + "/executor.sock")) {
      pod.start();
      var called =
          asGateway(
              pod, "call", "authenticate", "--instance", "access", "--arg", "gateway_user=alice");
      var listed = asGateway(pod, "plugin", "list");

      assertThat(called.getStdout()).as(called.getStderr()).contains("ACCEPT");
      assertThat(listed.getExitCode()).isEqualTo(77);
      assertThat(listed.getStderr()).contains("observe");
    }
  }

  /** As the other container of the pod: a user of its own in the pod's group. */
  private static ExecResult asGateway(GenericContainer<?> pod, String... words) throws Exception {
    var command = Stream.concat(Stream.of("plugin-executor"), Arrays.stream(words));
    return pod.execInContainer(
        ExecConfig.builder().user("10002:10001").command(command.toArray(String[]::new)).build());
  }
}
