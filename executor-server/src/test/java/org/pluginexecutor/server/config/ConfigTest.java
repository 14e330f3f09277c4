// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  private static final InvocationConfig INVOCATION = InvocationConfig.defaults();
  private static final PackageConfig PACKAGES =
      new PackageConfig(
          new PackageRules("8.0.0", "1.8", true), new ArchiveLimits(10, 1000, 100, 5));
  private static final SandboxConfig SANDBOX =
      SandboxConfig.defaults().withIsolation(IsolationLevel.NONE);
  private static final TrustConfig TRUST =
      new TrustConfig(true, Optional.of(Path.of("digests")), List.of(Path.of("key")));
  private static final StoreConfig STORE =
      new StoreConfig(Optional.of(Path.of("key")), List.of(), Duration.ofSeconds(1), true);
  private static final AccessConfig ACCESS =
      AccessConfig.defaults()
          .withFile(Path.of("callers"))
          .withLocalToken(false)
          .withAnonymous(List.of(Role.OBSERVE))
          .withOpenMetrics(true);
  private static final AdminConfig ADMIN = AdminConfig.defaults().withPort(9);
  private static final TelemetryConfig TELEMETRY =
      new TelemetryConfig(
          Optional.of(URI.create("https://c")),
          Optional.of(Path.of("h")),
          Duration.ofSeconds(3),
          0.5);
  private static final ListenConfig LISTEN = ListenConfig.defaults().onlyAt(Path.of("socket"));
  private static final ServerConfig SERVER =
      new ServerConfig(
          "127.0.0.1",
          0,
          ListenConfig.defaults(),
          Path.of("d"),
          List.of(),
          List.of(),
          PackageConfig.defaults(),
          INVOCATION,
          SandboxConfig.defaults(),
          TrustConfig.defaults(),
          StoreConfig.defaults(),
          AccessConfig.defaults(),
          ServicesConfig.defaults(),
          AdminConfig.defaults(),
          TelemetryConfig.defaults(),
          LogConfig.defaults(),
          Duration.ZERO);

  @Test
  void metrics_are_on_no_other_address_than_loopback_unless_that_is_meant() {
    var port = OptionalInt.of(1);

    assertThatThrownBy(() -> new AdminConfig("192.0.2.1", port, false))
        .hasMessageStartingWith("admin.host: 192.0.2.1 (expected: an address of loopback");
    assertThat(new AdminConfig("192.0.2.1", port, true).address().getHostAddress())
        .isEqualTo("192.0.2.1");
    assertThat(new AdminConfig("::1", port, false).address().isLoopbackAddress()).isTrue();
    assertThat(AdminConfig.defaults().port()).isEmpty();
  }

  private static void invocation(Duration start, int resultLimitBytes) {
    var _ =
        new InvocationConfig(
            1,
            Optional.empty(),
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            start,
            OutputLimits.defaults(),
            resultLimitBytes,
            StateLimits.defaults(),
            false,
            true,
            AnswerLimits.defaults());
  }

  private static Arguments bad(String key, ThrowingCallable making) {
    return Arguments.of(key, making);
  }

  static Stream<Arguments> broken() {
    var second = Duration.ofSeconds(1);
    return Stream.of(
        bad("invocation.slots: 0", () -> INVOCATION.withSlots(0, 0, second)),
        bad("invocation.instance-slots: 0", () -> INVOCATION.withInstanceSlots(0)),
        bad("invocation.known-requests: 0", () -> new AnswerLimits(0, 0, second)),
        bad("invocation.kept-answers: -1", () -> new AnswerLimits(1, -1, second)),
        bad("invocation.known-time: PT0S", () -> new AnswerLimits(1, 0, Duration.ZERO)),
        bad("invocation.queue-length: -1", () -> INVOCATION.withSlots(1, -1, second)),
        bad("invocation.queue-timeout: PT0S", () -> INVOCATION.withSlots(1, 0, Duration.ZERO)),
        bad("invocation.queue-timeout: PT-1S", () -> INVOCATION.withSlots(1, 0, second.negated())),
        bad(
            "invocation.default-time-limit: PT0S",
            () -> INVOCATION.withTimeLimits(Duration.ZERO, second)),
        bad(
            "invocation.max-time-limit: PT1S",
            () -> INVOCATION.withTimeLimits(Duration.ofSeconds(2), second)),
        bad("invocation.start-timeout: PT0S", () -> invocation(Duration.ZERO, 1024)),
        bad("invocation.result-limit: 1023", () -> invocation(second, 1023)),
        bad("invocation.result-limit: 8388609", () -> invocation(second, 8_388_609)),
        bad("invocation.output-limit: -1", () -> new OutputLimits(-1, 1, 64)),
        bad("invocation.output-limit: 4194305", () -> new OutputLimits(4_194_305, 1, 64)),
        bad("invocation.output-lines: -1", () -> new OutputLimits(1, -1, 64)),
        bad("invocation.output-lines: 20001", () -> new OutputLimits(1, 20_001, 64)),
        bad("invocation.output-line-limit: 63", () -> new OutputLimits(1, 1, 63)),
        bad("invocation.output-line-limit: 65537", () -> new OutputLimits(1, 1, 65_537)),
        bad("invocation.state-limit: 4095", () -> new StateLimits(4095, 1)),
        bad("invocation.state-limit: 1099511627777", () -> new StateLimits((1L << 40) + 1, 1)),
        bad("invocation.state-files: 0", () -> new StateLimits(4096, 0)),
        bad("invocation.state-files: 1000001", () -> new StateLimits(4096, 1_000_001)),
        bad(
            "sandbox.plugin-memory: 134217727",
            () -> new CgroupConfig(new WorkerCgroup.Auto(), (128L << 20) - 1)),
        bad(
            "sandbox.plugin-memory: 1099511627777",
            () -> new CgroupConfig(new WorkerCgroup.Auto(), (1L << 40) + 1)),
        bad("sandbox.worker-cgroup: some/where", () -> WorkerCgroup.parse("some/where")),
        bad("sandbox.worker-cgroup: ", () -> WorkerCgroup.parse("")),
        bad(
            "sandbox.zygote-size: 33554431",
            () -> ZygoteConfig.defaults().withSize((32L << 20) - 1)),
        bad(
            "sandbox.zygote-size: 68719476737",
            () -> ZygoteConfig.defaults().withSize((64L << 30) + 1)),
        bad("server.port: -1", () -> SERVER.withAddress("h", -1)),
        bad("server.port: 65536", () -> SERVER.withAddress("h", 65_536)),
        bad(
            "trust.require-trusted: true",
            () -> new TrustConfig(true, Optional.empty(), List.of())),
        bad("server.drain-timeout: PT-1S", () -> SERVER.withDrainTimeout(second.negated())));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void names_the_key_the_value_and_the_rule(String keyAndValue, ThrowingCallable making) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(keyAndValue + " (expected: ");
  }

  @Test
  void takes_the_values_at_the_borders() {
    assertThatCode(
            () -> {
              invocation(Duration.ofNanos(1), 1024);
              invocation(Duration.ofNanos(1), 8 << 20);
              var _ = new OutputLimits(0, 0, 64);
              var _ = new OutputLimits(4 << 20, 20_000, 64 << 10);
              var _ = SERVER.withAddress("h", 65_535);
              var _ = new TrustConfig(true, Optional.empty(), List.of(Path.of("key")));
              var _ = new TrustConfig(true, Optional.of(Path.of("digests")), List.of());
            })
        .doesNotThrowAnyException();
  }

  @Test
  void takes_the_words_for_a_control_group_and_paths() {
    assertThat(Stream.of("auto", "own", "none", "/sys/fs/cgroup/executor").map(WorkerCgroup::parse))
        .containsExactly(
            new WorkerCgroup.Auto(),
            new WorkerCgroup.Own(),
            new WorkerCgroup.None(),
            new WorkerCgroup.Named(Path.of("/sys/fs/cgroup/executor")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"python3", "3", "corp-python_3.11", "P"})
  void takes_names_of_runtimes(String name) {
    assertThat(new RuntimeConfig(name, Path.of("p")).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-p", ".p", "p p", "p/p", "p\n", "ü"})
  void refuses_other_names_of_runtimes(String name) {
    assertThatThrownBy(() -> new RuntimeConfig(name, Path.of("p")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("runtime name: ");
  }

  @Test
  void changes_one_setting_and_keeps_the_others() {
    var runtime = new RuntimeConfig("p", Path.of("p"));
    var changed =
        SERVER
            .withAddress("h", 7)
            .withRuntimes(List.of(runtime))
            .withSearchDirectories(List.of(Path.of("s")))
            .withPackages(PACKAGES)
            .withInvocation(
                INVOCATION
                    .withSlots(3, 4, Duration.ofSeconds(5))
                    .withState(new StateLimits(4096, 3))
                    .withHideTracebacks(true)
                    .withScrubbedLogs(false))
            .withSandbox(SANDBOX)
            .withTrust(TRUST)
            .withStore(STORE)
            .withAccess(ACCESS)
            .withAdmin(ADMIN)
            .withTelemetry(TELEMETRY)
            .withDrainTimeout(Duration.ofSeconds(9))
            .withListen(LISTEN);

    assertThat(changed)
        .isEqualTo(
            new ServerConfig(
                "h",
                7,
                LISTEN,
                Path.of("d"),
                List.of(runtime),
                List.of(Path.of("s")),
                PACKAGES,
                new InvocationConfig(
                    3,
                    Optional.empty(),
                    4,
                    Duration.ofSeconds(5),
                    INVOCATION.defaultTimeLimit(),
                    INVOCATION.maxTimeLimit(),
                    INVOCATION.startTimeout(),
                    INVOCATION.output(),
                    INVOCATION.resultLimitBytes(),
                    new StateLimits(4096, 3),
                    true,
                    false,
                    AnswerLimits.defaults()),
                SANDBOX,
                TRUST,
                STORE,
                ACCESS,
                ServicesConfig.defaults(),
                ADMIN,
                TELEMETRY,
                LogConfig.defaults(),
                Duration.ofSeconds(9)));
  }

  @ParameterizedTest
  @CsvSource({
    "9, 1, 'packages.product-version: 9.x'",
    "9.0.0, 1, 'packages.api-version: 1'",
  })
  void names_the_key_of_a_wrong_version(String product, String api, String message) {
    var given = message.contains("product") ? product + ".x" : product;
    assertThatThrownBy(() -> new PackageRules(given, api, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 16, 1, packages.max-entries",
    "65535, 1, 16, 1, packages.max-entries",
    "1, 0, 16, 1, packages.max-unpacked-size",
    "1, 1, 15, 1, packages.max-name-length",
    "1, 1, 16, 0, packages.max-name-levels",
  })
  void names_the_key_of_a_wrong_bound_of_packages(
      int entries, long bytes, int name, int levels, String key) {
    assertThatThrownBy(() -> new ArchiveLimits(entries, bytes, name, levels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + ": ");
  }
}
