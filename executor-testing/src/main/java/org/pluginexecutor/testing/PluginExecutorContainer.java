// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.ConflictException;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/**
 * The server in a container of Testcontainers, with plugins and instances, for tests of gateways
 * and of plugins. Confined to one thread but for {@link #client()}, which any may use.
 *
 * <pre>{@code
 * try (var executor = new PluginExecutorContainer()
 *     .withPlugin(Path.of("plugins/door"))
 *     .withInstance("access", "door", "[door]\nopen_to=alice\n")) {
 *   executor.start();
 *   var session = executor.client().newSession("test-1");
 *   ...
 * }
 * }</pre>
 *
 * <p>{@link #start()} returns when the server serves and has everything. Each container has a token
 * of its own, which the server knows by its digest; the connection is not encrypted unless {@link
 * #withTls} says so, and goes to this machine, or to that of the container engine. What plugins
 * print goes to the logger {@code org.pluginexecutor.testing.plugin} of SLF4J, what the server logs
 * to {@code org.pluginexecutor.testing.server}. {@link #stop()} removes the container with all that
 * it stored, unless that is in a volume of {@link #withDataVolume}.
 */
public final class PluginExecutorContainer extends GenericContainer<PluginExecutorContainer> {
  /** The environment variable that names the image where a test names none. */
  public static final String IMAGE_VARIABLE = "PLUGIN_EXECUTOR_TEST_IMAGE";

  private static final int PORT = 50061;
  private static final String DATA_DIRECTORY = "/var/lib/plugin-executor";
  private static final String SETTINGS_DIRECTORY = "/etc/plugin-executor/";
  private static final int READABLE = 0444;

  private final CallerToken token = CallerToken.create();
  private final List<Path> plugins = new ArrayList<>();
  private final List<WantedInstance> instances = new ArrayList<>();
  private @Nullable ServerTls tls;
  private @Nullable PluginExecutorClient client;

  /**
   * Takes the image that the environment variable {@value #IMAGE_VARIABLE} names, failing that
   * {@code plugin-executor} of the same version as this library.
   */
  public PluginExecutorContainer() {
    this(defaultImage());
  }

  /**
   * Takes an image by its name.
   *
   * @param image for example {@code plugin-executor:0.1.0}
   */
  public PluginExecutorContainer(String image) {
    super(image);
    withExposedPorts(PORT);
    withLogConsumer(new PluginLog());
    withCopyToContainer(
        Transferable.of(token.line("test"), READABLE), SETTINGS_DIRECTORY + "callers");
    withSetting("access.file", SETTINGS_DIRECTORY + "callers");
    // The port of a container is reached over the engine's network, which is another machine's to
    // the server.
    withSetting("server.host", "0.0.0.0");
    withSetting("server.allow-remote-plain-text", "true");
    waitingFor(new HealthWait(() -> clientOptions().build(), this::getLogs));
  }

  private static String defaultImage() {
    String named = System.getenv(IMAGE_VARIABLE);
    if (named != null && !named.isBlank()) {
      return named;
    }
    String version = PluginExecutorContainer.class.getPackage().getImplementationVersion();
    return "plugin-executor:" + (version == null ? "latest" : version);
  }

  /**
   * Adds a plugin, which is uploaded at the start: a directory with MANIFEST and main.py, or a zip.
   * What the command line leaves out of a package stays out here as well ({@code .pluginignore},
   * byte code).
   */
  public PluginExecutorContainer withPlugin(Path directoryOrZip) {
    plugins.add(directoryOrZip);
    return this;
  }

  /**
   * Adds an instance with the text of the package's default.cfg.
   *
   * @param name a letter or digit, then letters, digits, '_', '-' and '.', at most 64 characters
   * @param plugin {@code NAME}, or {@code NAME/VERSION}, of a plugin that is there by then
   */
  public PluginExecutorContainer withInstance(String name, String plugin) {
    instances.add(WantedInstance.of(name, plugin, Optional.empty()));
    return this;
  }

  /**
   * Adds an instance with a configuration.
   *
   * @param name a letter or digit, then letters, digits, '_', '-' and '.', at most 64 characters
   * @param plugin {@code NAME}, or {@code NAME/VERSION}, of a plugin that is there by then
   * @param configuration the text that the plugin's constructor gets
   */
  public PluginExecutorContainer withInstance(String name, String plugin, String configuration) {
    instances.add(WantedInstance.of(name, plugin, Optional.of(configuration)));
    return this;
  }

  /**
   * Sets a setting of the server, one of docs/CONFIG.md. The server does not start when there is no
   * such setting, or it cannot have the value.
   *
   * @param key for example {@code invocation.max-time-limit}
   * @param value for example {@code 30s}
   */
  public PluginExecutorContainer withSetting(String key, String value) {
    String name = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return withEnv("PLUGIN_EXECUTOR_" + name, value);
  }

  /**
   * Keeps what the server stores in a volume of the container engine, so that another container
   * with the same volume goes on with it. The engine makes the volume when it is missing; nobody
   * removes it. Default: what is stored goes with the container.
   *
   * @param volume the volume's name
   */
  public PluginExecutorContainer withDataVolume(String volume) {
    return withCreateContainerCmdModifier(command ->
        Objects.requireNonNull(command.getHostConfig(), "hostConfig")
            .withBinds(new Bind(volume, new Volume(DATA_DIRECTORY))));
  }

  /**
   * Encrypts the connection. Default: it is not.
   *
   * @param certificateFile the server's certificate in PEM, for the name in {@link #getHost()}
   * @param keyFile its private key, PKCS #8 in PEM
   * @param caFile who signed it, in PEM: what the client believes
   */
  public PluginExecutorContainer withTls(Path certificateFile, Path keyFile, Path caFile) {
    this.tls = new ServerTls(certificateFile, keyFile, caFile);
    withSetting("server.allow-remote-plain-text", "false");
    withSetting("tls.certificate-file", SETTINGS_DIRECTORY + "server.pem");
    withSetting("tls.key-file", SETTINGS_DIRECTORY + "server.key");
    return copyIn(certificateFile, "server.pem").copyIn(keyFile, "server.key");
  }

  private PluginExecutorContainer copyIn(Path file, String name) {
    // The server is an ordinary user in the container, and the engine copies as root.
    return withCopyFileToContainer(
        MountableFile.forHostPath(file, READABLE), SETTINGS_DIRECTORY + name);
  }

  /**
   * Starts the container, waits until the server serves, uploads the plugins and makes the
   * instances. Does nothing when it is started already.
   *
   * @throws PluginRefusedException when a plugin is none that the server takes; the message is the
   *     whole report
   */
  @Override
  public void start() {
    if (client != null) {
      return;
    }
    // What is wrong with a plugin's files shows before a container is started for it.
    List<byte[]> packages = plugins.stream().map(PluginPackage::read).toList();
    super.start();
    try {
      var connected = PluginExecutorClient.connect(clientOptions().build());
      client = connected;
      for (int i = 0; i < packages.size(); i++) {
        upload(connected, plugins.get(i), packages.get(i));
      }
      instances.forEach(instance -> instance.make(connected.instances()));
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private static void upload(PluginExecutorClient client, Path plugin, byte[] zip) {
    try {
      client.plugins().upload(new ByteArrayInputStream(zip));
    } catch (InvalidRequestException e) {
      throw new PluginRefusedException(plugin, "the server refuses it", e.violations(), e);
    } catch (ConflictException e) {
      throw new PluginRefusedException(plugin, String.valueOf(e.getMessage()), List.of(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the client, and removes the container. Does nothing when it is not started. */
  @Override
  public void stop() {
    if (client != null) {
      client.close();
      client = null;
    }
    super.stop();
  }

  /**
   * A client with all roles, which the container closes when it stops.
   *
   * @throws IllegalStateException before the start
   */
  public PluginExecutorClient client() {
    if (client == null) {
      throw new IllegalStateException("container: not started (expected: start() before)");
    }
    return client;
  }

  /** Where the server is, as {@code host:port}; for gateways under test, and other clients. */
  public String target() {
    return getHost() + ":" + getMappedPort(PORT);
  }

  /** The token that the server knows, with all roles; a secret of this container alone. */
  public String token() {
    return token.text();
  }

  /** Options of a client that reaches the server, to be changed for the client of a test's own. */
  public PluginExecutorClientOptions.Builder clientOptions() {
    var options =
        PluginExecutorClientOptions.newBuilder()
            .target(target())
            .token(token())
            .environment(Map.of())
            // The engine may be on another machine. What the token opens is gone after the test.
            .tokenOverPlainText(true);
    return tls == null ? options : options.caFile(tls.caFile());
  }
}
