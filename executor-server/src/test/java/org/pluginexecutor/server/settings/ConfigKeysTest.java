// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.config.ServerConfig;

/** Holds the table of settings against the records that it is about. */
class ConfigKeysTest {
  private static final Path DATA = Path.of("/d");

  /** Values that are no default, where the form does not give one. */
  private static final Map<String, String> SAMPLES =
      Map.ofEntries(
          Map.entry("server.host", "192.0.2.1"),
          Map.entry("server.data-directory", "/e"),
          Map.entry("server.tcp", "false"),
          Map.entry("server.socket", "/s"),
          Map.entry("server.socket-access", "group"),
          Map.entry("server.max-message-memory", "77MiB"),
          Map.entry("tls.certificate-file", "/c"),
          Map.entry("tls.key-file", "/k"),
          Map.entry("tls.client-ca-file", "/a"),
          Map.entry("tls.client-revocation-file", "/r"),
          Map.entry("tls.client-certificate", "optional"),
          Map.entry("runtimes", "p=/p"),
          Map.entry("sandbox.isolation", "full"),
          Map.entry("sandbox.require-isolation", "none"),
          Map.entry("sandbox.start", "exec"),
          Map.entry("sandbox.network", "443,636"),
          Map.entry("sandbox.worker-user", "1:2"),
          Map.entry("sandbox.worker-cgroup", "/g"),
          Map.entry("sandbox.preload", "json,os.path"),
          Map.entry("log.format", "json"),
          Map.entry("log.scrubbing", "false"),
          Map.entry("packages.product-version", "8.0.0"),
          Map.entry("packages.api-version", "1.10"),
          Map.entry("trust.digest-file", "/f"),
          Map.entry("trust.key-files", "/k,/l"),
          Map.entry("store.key-file", "/f"),
          Map.entry("store.key-command", "/bin/wrap a"),
          Map.entry("access.file", "/f"),
          Map.entry("access.local-token", "false"),
          Map.entry("services.file", "/f"),
          Map.entry("services.cache-url", "rediss://192.0.2.1:7000/3"),
          Map.entry("access.anonymous", "invoke,observe"),
          Map.entry("admin.host", "::1"),
          Map.entry("telemetry.otlp-endpoint", "http://192.0.2.1:4318"),
          Map.entry("telemetry.otlp-headers-file", "/h"),
          Map.entry("telemetry.trace-ratio", "0.25"));

  static List<ConfigKey<?>> keys() {
    return ConfigKeys.all();
  }

  static List<ConfigKey<?>> ordered() {
    return ConfigKeys.all().stream().filter(key -> key.form().range().isPresent()).toList();
  }

  private static String sample(ConfigKey<?> key) {
    var range = key.form().range();
    if (range.isPresent()) {
      // Limits of time are held against each other.
      return key.name().equals("invocation.max-time-limit")
          ? range.get().most()
          : range.get().least();
    }
    return SAMPLES.getOrDefault(key.name(), "true");
  }

  private static ServerConfig assemble(Map<ConfigKey<?>, String> texts) {
    var errors = new ArrayList<ConfigError>();
    var values = new ConfigValues(DATA, errors);
    var given = new LinkedHashMap<ConfigKey<?>, GivenValue>();
    texts.forEach((key, text) ->
        given.put(
            key,
            new GivenValue(key.form().parts(text), new Origin.Variable(key.variable()), DATA)));
    values.addAll(given);
    var config = new ConfigAssembly(values).assemble();
    assertThat(errors).isEmpty();
    return config;
  }

  private static ServerConfig assembleWithSample(ConfigKey<?> key) {
    var texts = new LinkedHashMap<ConfigKey<?>, String>();
    if (key.equals(ConfigKeys.REQUIRE_TRUSTED)) {
      texts.put(ConfigKeys.DIGEST_FILE, "/f");
    }
    if (key.equals(ListenKeys.TCP)) {
      texts.put(ListenKeys.SOCKET, "/s");
    }
    if (key.section().equals("tls")) {
      texts.put(ListenKeys.TLS_CERTIFICATE_FILE, "/c");
      texts.put(ListenKeys.TLS_KEY_FILE, "/k");
    }
    if (key.equals(ListenKeys.TLS_CLIENT_CERTIFICATE)
        || key.equals(ListenKeys.TLS_CLIENT_REVOCATION_FILE)) {
      texts.put(ListenKeys.TLS_CLIENT_CA_FILE, "/a");
    }
    texts.put(key, sample(key));
    return assemble(texts);
  }

  private static <T> @Nullable String shown(ConfigKey<T> key, ServerConfig config) {
    return key.value().apply(config).map(key.form()::show).orElse(null);
  }

  /** Every setting that the records have, by its path through them. */
  private static Map<String, Object> settings(String path, Record record)
      throws ReflectiveOperationException {
    var settings = new TreeMap<String, Object>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      var name = path + "." + component.getName();
      var value = component.getAccessor().invoke(record);
      boolean isPart =
          component.getType().isRecord()
              && component.getType().getSimpleName().matches(".*(Config|Limits|Rules)");
      if (isPart && value instanceof Record part) {
        settings.putAll(settings(name, part));
      } else {
        settings.put(name, String.valueOf(value));
      }
    }
    return settings;
  }

  @ParameterizedTest
  @MethodSource("keys")
  void a_key_changes_what_it_is_about(ConfigKey<?> key) {
    var config = assembleWithSample(key);

    assertThat(shown(key, config))
        .isEqualTo(sample(key))
        .isNotEqualTo(shown(key, ServerConfig.defaults(DATA)));
  }

  @Test
  void every_setting_of_the_records_has_a_key() throws ReflectiveOperationException {
    var defaults = settings("", ServerConfig.defaults(DATA));
    var changed = new TreeSet<String>();
    for (var key : ConfigKeys.all()) {
      settings("", assembleWithSample(key))
          .forEach((name, value) -> {
            if (!value.equals(defaults.get(name))) {
              changed.add(name);
            }
          });
    }
    var expected = new TreeSet<>(defaults.keySet());
    // Follows from the environment.
    expected.remove(".searchDirectories");

    assertThat(changed).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("ordered")
  void the_records_take_the_borders_of_a_key(ConfigKey<?> key) {
    var range = key.form().range().orElseThrow();
    for (var text : List.of(range.least(), range.most())) {
      boolean isTimeLimit = key.name().endsWith("-time-limit");
      var config =
          assemble(
              isTimeLimit
                  ? Map.of(
                      InvocationKeys.DEFAULT_TIME_LIMIT, text, InvocationKeys.MAX_TIME_LIMIT, text)
                  : Map.of(key, text));

      assertThat(shown(key, config)).isEqualTo(text);
    }
  }

  @Test
  void nothing_is_named_twice() {
    assertThat(ConfigKeys.all().stream().map(ConfigKey::name)).doesNotHaveDuplicates();
    assertThat(ConfigKeys.all().stream().map(ConfigKey::variable))
        .doesNotHaveDuplicates()
        .contains("PLUGIN_EXECUTOR_SANDBOX_WORKER_MEMORY");
    assertThat(ConfigKeys.all().stream().flatMap(key -> key.flag().stream()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void names_are_in_kebab_case_and_have_at_most_one_section(ConfigKey<?> key) {
    assertThat(key.name()).matches("([a-z]+\\.)?[a-z]+(-[a-z]+)*");
    assertThat(key.meaning()).endsWith(".").doesNotContain("|");
    assertThat(Stream.of(key.form().expected(), key.defaultText()))
        .noneMatch(Set.of("|", "")::contains);
  }
}
