// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginTarget;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads the one YAML file of the gateway, and says everything that is wrong with it at once.
 * Confined to one thread.
 */
final class ConfigFile {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");

  private final Path directory;
  private final TreeMap<String, String> values = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigFile(Path file) {
    this.directory = file.toAbsolutePath().resolveSibling("");
  }

  /**
   * Reads a file; paths in it are relative to its directory.
   *
   * @throws IllegalArgumentException when it is wrong; one line for each problem
   */
  static GatewayConfig read(Path file) throws IOException {
    var reader = new ConfigFile(file);
    reader.parse(Files.readString(file, StandardCharsets.UTF_8));
    return reader.config();
  }

  private void parse(String text) {
    // Every value stays the text that stands there, so that "no" is no truth value.
    var settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
    try {
      flatten("", new Load(settings).loadFromString(text));
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("not valid YAML: " + e.getMessage(), e);
    }
  }

  private void flatten(String key, @Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((name, value) -> flatten(key.isEmpty() ? "" + name : key + "." + name, value));
    } else if (node instanceof String value) {
      values.put(key, value);
    } else {
      problems.add(key + ": neither a value nor keys (expected: key: value)");
    }
  }

  private GatewayConfig config() {
    var defaults = Timing.defaults();
    var listen = value("listen", ConfigFile::address);
    var hostKey = value("host-key-file", this::path);
    var knownHosts = value("known-hosts-file", this::path);
    var target = value("executor.target", Function.identity());
    var tokenFile = optional("executor.token-file", this::path);
    var caFile = optional("executor.ca-file", this::path);
    var access = value("plugins.access", PluginTarget.Instance::new);
    var store = value("plugins.credential-store", PluginTarget.Instance::new);
    var name = optional("plugins.connection-name", Function.identity());
    var asksPassword = optional("login.ask-password", ConfigFile::bool);
    var maxUnfinished = optional("login.max-unfinished", ConfigFile::count);
    var timing =
        new Timing(
            duration("login.time", defaults.loginTime()),
            duration("login.hook-time", defaults.hookTime()),
            duration("login.reconnect-time", defaults.reconnectTime()),
            duration("login.connect-time", defaults.connectTime()),
            duration("ending-time", defaults.endingTime()),
            duration("stop-time", defaults.stopTime()));
    values
        .keySet()
        .forEach(key -> problems.add(key + ": unknown (expected: a key of the gateway)"));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new GatewayConfig(
        listen.orElseThrow(),
        hostKey.orElseThrow(),
        knownHosts.orElseThrow(),
        new GatewayConfig.Executor(target.orElseThrow(), tokenFile, caFile),
        new PluginNames(access.orElseThrow(), store.orElseThrow(), name.orElse("ssh-gateway")),
        asksPassword.orElse(false),
        maxUnfinished.orElse(GatewayConfig.MAX_UNFINISHED),
        timing);
  }

  private <T> Optional<T> value(String key, Function<String, T> form) {
    if (!values.containsKey(key)) {
      problems.add(key + ": missing (expected: a value)");
    }
    return optional(key, form);
  }

  private <T> Optional<T> optional(String key, Function<String, T> form) {
    var text = Optional.ofNullable(values.remove(key));
    try {
      return text.map(form);
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + text.orElse("") + " (expected: " + e.getMessage() + ")");
      return Optional.empty();
    }
  }

  private Duration duration(String key, Duration byDefault) {
    return optional(key, ConfigFile::duration).orElse(byDefault);
  }

  private Path path(String text) {
    return directory.resolve(text);
  }

  private static InetSocketAddress address(String text) {
    var host = text.substring(0, Math.max(0, text.lastIndexOf(':')));
    var port = text.substring(text.lastIndexOf(':') + 1);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException("host:port");
    }
    return new InetSocketAddress(host, Integer.parseInt(port));
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false");
    };
  }

  private static int count(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("1 to 999999");
    }
    return Integer.parseInt(text);
  }

  private static Duration duration(String text) {
    var form = DURATION.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("a number and ms, s, m or h");
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
