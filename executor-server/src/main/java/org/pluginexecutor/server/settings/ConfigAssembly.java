// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pluginexecutor.server.config.AccessConfig;
import org.pluginexecutor.server.config.AdminConfig;
import org.pluginexecutor.server.config.AnswerLimits;
import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.config.CgroupConfig;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.config.ConnectionLimits;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.ListenConfig;
import org.pluginexecutor.server.config.LogConfig;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.PackageRules;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.ServicesConfig;
import org.pluginexecutor.server.config.StateLimits;
import org.pluginexecutor.server.config.StoreConfig;
import org.pluginexecutor.server.config.TelemetryConfig;
import org.pluginexecutor.server.config.TlsConfig;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.config.ZygoteConfig;

/**
 * Makes the records of the values. The records know which values do not go together; what they
 * refuse becomes an error, and the default stands in for it, so that the others are looked at too.
 * Confined to one thread.
 */
final class ConfigAssembly {
  private static final String EXPECTED = " (expected: ";

  private final ConfigValues values;
  private final ServerConfig defaults;

  ConfigAssembly(ConfigValues values) {
    this.values = values;
    this.defaults = values.defaults();
  }

  ServerConfig assemble() {
    return new ServerConfig(
        values.of(ConfigKeys.HOST),
        values.of(ConfigKeys.PORT),
        listen(),
        values.of(ConfigKeys.DATA_DIRECTORY),
        values.of(ConfigKeys.RUNTIMES),
        defaults.searchDirectories(),
        packages(),
        make(
            Set.of(InvocationKeys.DEFAULT_TIME_LIMIT, InvocationKeys.MAX_TIME_LIMIT),
            this::invocation,
            defaults.invocation()),
        sandbox(),
        make(
            Set.of(ConfigKeys.REQUIRE_TRUSTED, ConfigKeys.DIGEST_FILE, ConfigKeys.KEY_FILES),
            this::trust,
            defaults.trust()),
        make(
            Set.of(ConfigKeys.STORE_KEY_FILE, ConfigKeys.STORE_KEY_COMMAND),
            this::store,
            defaults.store()),
        access(),
        services(),
        make(Set.of(ConfigKeys.ADMIN_HOST, ConfigKeys.ADMIN_REMOTE), this::admin, defaults.admin()),
        make(Set.of(TelemetryKeys.OTLP_ENDPOINT), this::telemetry, defaults.telemetry()),
        new LogConfig(values.of(ConfigKeys.LOG_FORMAT)),
        values.of(ConfigKeys.DRAIN_TIMEOUT));
  }

  private ListenConfig listen() {
    var tls = make(Set.copyOf(ListenKeys.TLS), this::tls, TlsConfig.off());
    return make(
        Set.of(
            ListenKeys.TCP,
            ListenKeys.SOCKET,
            ListenKeys.TLS_CERTIFICATE_FILE,
            ListenKeys.TLS_KEY_FILE),
        () ->
            new ListenConfig(
                values.of(ListenKeys.TCP),
                values.given(ListenKeys.SOCKET),
                values.of(ListenKeys.SOCKET_ACCESS),
                values.of(ListenKeys.ALLOW_REMOTE_PLAIN_TEXT),
                tls,
                new ConnectionLimits(
                    values.of(ListenKeys.MAX_CONNECTIONS),
                    values.of(ListenKeys.MAX_CALLS_PER_CONNECTION),
                    values.of(ListenKeys.MAX_MESSAGE_MEMORY),
                    values.of(ListenKeys.HANDSHAKE_TIMEOUT),
                    values.of(ListenKeys.CONNECTION_IDLE_TIME),
                    values.of(ListenKeys.CONNECTION_AGE))),
        defaults.listen());
  }

  private TlsConfig tls() {
    var clientCa = values.given(ListenKeys.TLS_CLIENT_CA_FILE);
    return new TlsConfig(
        values.given(ListenKeys.TLS_CERTIFICATE_FILE),
        values.given(ListenKeys.TLS_KEY_FILE),
        clientCa,
        values.given(ListenKeys.TLS_CLIENT_REVOCATION_FILE),
        values
            .given(ListenKeys.TLS_CLIENT_CERTIFICATE)
            .orElse(clientCa.isPresent() ? ClientCertificate.REQUIRED : ClientCertificate.NONE),
        values.of(ListenKeys.TLS_RELOAD_PERIOD));
  }

  private PackageConfig packages() {
    return new PackageConfig(
        new PackageRules(
            values.of(ConfigKeys.PRODUCT_VERSION),
            values.of(ConfigKeys.API_VERSION),
            values.of(ConfigKeys.RELAXED_NAMES)),
        new ArchiveLimits(
            values.of(ConfigKeys.MAX_ENTRIES),
            values.of(ConfigKeys.MAX_UNPACKED_SIZE),
            values.of(ConfigKeys.MAX_NAME_LENGTH),
            values.of(ConfigKeys.MAX_NAME_LEVELS)));
  }

  private InvocationConfig invocation() {
    return new InvocationConfig(
        values.of(InvocationKeys.SLOTS),
        values.given(InvocationKeys.INSTANCE_SLOTS),
        values.of(InvocationKeys.QUEUE_LENGTH),
        values.of(InvocationKeys.QUEUE_TIMEOUT),
        values.of(InvocationKeys.DEFAULT_TIME_LIMIT),
        values.of(InvocationKeys.MAX_TIME_LIMIT),
        values.of(InvocationKeys.START_TIMEOUT),
        new OutputLimits(
            Math.toIntExact(values.of(InvocationKeys.OUTPUT_LIMIT)),
            values.of(InvocationKeys.OUTPUT_LINES),
            Math.toIntExact(values.of(InvocationKeys.OUTPUT_LINE_LIMIT))),
        Math.toIntExact(values.of(InvocationKeys.RESULT_LIMIT)),
        new StateLimits(
            values.of(InvocationKeys.STATE_LIMIT), values.of(InvocationKeys.STATE_FILES)),
        values.of(InvocationKeys.HIDE_TRACEBACKS),
        values.of(ConfigKeys.LOG_SCRUBBING),
        new AnswerLimits(
            values.of(InvocationKeys.KNOWN_REQUESTS),
            values.of(InvocationKeys.KEPT_ANSWERS),
            values.of(InvocationKeys.KNOWN_TIME)));
  }

  private SandboxConfig sandbox() {
    var limits =
        make(Set.of(SandboxKeys.WORKER_CPU), this::workerLimits, defaults.sandbox().limits());
    return make(
        Set.of(SandboxKeys.ISOLATION, SandboxKeys.REQUIRE_ISOLATION),
        () ->
            new SandboxConfig(
                values.given(SandboxKeys.ISOLATION),
                requiredIsolation(),
                values.of(SandboxKeys.START),
                values.of(SandboxKeys.NETWORK),
                values.of(SandboxKeys.WORKER_USER),
                limits,
                zygotes(),
                new CgroupConfig(
                    values.of(SandboxKeys.WORKER_CGROUP), values.of(SandboxKeys.PLUGIN_MEMORY))),
        defaults.sandbox());
  }

  /** Who names a level means that one: 'none' says in as many words that there are no walls. */
  private IsolationLevel requiredIsolation() {
    return values
        .given(SandboxKeys.REQUIRE_ISOLATION)
        .or(() -> values.given(SandboxKeys.ISOLATION))
        .orElseGet(() -> values.of(SandboxKeys.REQUIRE_ISOLATION));
  }

  private WorkerLimits workerLimits() {
    return new WorkerLimits(
        values.of(SandboxKeys.WORKER_CPU),
        values.of(SandboxKeys.WORKER_MEMORY),
        values.of(SandboxKeys.WORKER_PROCESSES),
        values.of(SandboxKeys.WORKER_OPEN_FILES),
        values.of(SandboxKeys.WORKER_TMP),
        values.of(SandboxKeys.WORKER_TMP_FILES));
  }

  private ZygoteConfig zygotes() {
    return new ZygoteConfig(
        values.of(SandboxKeys.CELLS),
        values.of(SandboxKeys.ZYGOTES),
        values.of(SandboxKeys.ZYGOTE_IDLE_TIME),
        values.of(SandboxKeys.ZYGOTE_FORKS),
        values.of(SandboxKeys.ZYGOTE_AGE),
        values.of(SandboxKeys.ZYGOTE_SIZE),
        values.of(SandboxKeys.WAITING_WORKERS),
        values.of(SandboxKeys.PRELOAD));
  }

  private TrustConfig trust() {
    return new TrustConfig(
        values.of(ConfigKeys.REQUIRE_TRUSTED),
        values.given(ConfigKeys.DIGEST_FILE),
        values.of(ConfigKeys.KEY_FILES));
  }

  private StoreConfig store() {
    return new StoreConfig(
        values.given(ConfigKeys.STORE_KEY_FILE),
        values.of(ConfigKeys.STORE_KEY_COMMAND),
        values.of(ConfigKeys.STORE_KEY_COMMAND_TIMEOUT),
        values.of(ConfigKeys.MUST_AUDIT));
  }

  private AccessConfig access() {
    return new AccessConfig(
        values.given(AccessKeys.FILE),
        values.of(AccessKeys.LOCAL_TOKEN),
        values.of(AccessKeys.ANONYMOUS),
        values.of(AccessKeys.OPEN_METRICS));
  }

  private ServicesConfig services() {
    return new ServicesConfig(
        values.given(ServicesKeys.FILE),
        values.of(ServicesKeys.CACHE_SIZE),
        values.given(ServicesKeys.CACHE_URL));
  }

  private AdminConfig admin() {
    var port = values.given(ConfigKeys.ADMIN_PORT);
    return new AdminConfig(
        values.of(ConfigKeys.ADMIN_HOST),
        port.isPresent() ? OptionalInt.of(port.get()) : OptionalInt.empty(),
        values.of(ConfigKeys.ADMIN_REMOTE));
  }

  private TelemetryConfig telemetry() {
    return new TelemetryConfig(
        values.given(TelemetryKeys.OTLP_ENDPOINT),
        values.given(TelemetryKeys.OTLP_HEADERS_FILE),
        values.of(TelemetryKeys.METRICS_INTERVAL),
        values.of(TelemetryKeys.TRACE_RATIO));
  }

  /**
   * Makes a record, or takes another when it refuses its values.
   *
   * @param together keys whose values have to fit together; while one of them cannot be read, what
   *     the record says of them would be about a value that nobody gave
   */
  private <T> T make(Set<ConfigKey<?>> together, Supplier<T> record, T instead) {
    try {
      return record.get();
    } catch (IllegalArgumentException e) {
      if (values.areReadable(together)) {
        refuse(together, String.valueOf(e.getMessage()));
      }
      return instead;
    }
  }

  /** Records say {@code key: value (expected: rule)}; values are shown as they are written. */
  private void refuse(Set<ConfigKey<?>> together, String message) {
    int expected = message.indexOf(EXPECTED);
    var key = ConfigKeys.named(message.substring(0, message.indexOf(": "))).orElseThrow();
    var rule = message.substring(expected + EXPECTED.length(), message.length() - 1);
    var others =
        ConfigKeys.all().stream()
            .filter(other -> together.contains(other) && !other.equals(key))
            .filter(other -> values.given(other).isPresent())
            .map(other ->
                "; " + other + ": " + values.shown(other) + " from " + values.origin(other).label())
            .collect(Collectors.joining());
    values.refuse(key, values.shown(key), rule + others);
  }
}
