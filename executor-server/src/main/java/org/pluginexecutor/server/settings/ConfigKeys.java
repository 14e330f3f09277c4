// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pluginexecutor.server.config.LogFormat;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.config.ServerConfig;

/**
 * The table of settings, in the order of docs/CONFIG.md, which has a row for each. The file, the
 * environment, the flags and their help, and what {@code --check-config} prints follow from it.
 * Stateless.
 */
public final class ConfigKeys {
  static final ConfigKey<String> HOST =
      ConfigKey.of(
              "server.host",
              Forms.parsed(
                  "HOST",
                  "an address or a name of this machine",
                  Function.identity(),
                  text -> text),
              ServerConfig::host,
              "Address to listen on; 127.0.0.1 is one that only this machine reaches.")
          .withFlag("--host");
  static final ConfigKey<Integer> PORT =
      ConfigKey.of(
              "server.port",
              Forms.number(0, 65_535),
              ServerConfig::port,
              "TCP port to listen on; 0: a free one.")
          .withFlag("--port");

  /** The command {@code doctor} looks there too. */
  public static final ConfigKey<Path> DATA_DIRECTORY =
      ConfigKey.of(
              "server.data-directory",
              Forms.path("DIR", "the path of a directory"),
              ServerConfig::dataDirectory,
              "Where plugins and instances are kept; made when missing.")
          .withFlag("--data-dir")
          .withDefaultWords("plugin-executor under $XDG_DATA_HOME or ~/.local/share");

  static final ConfigKey<Duration> DRAIN_TIMEOUT =
      ConfigKey.of(
              "server.drain-timeout",
              Forms.duration("0s", "24h"),
              ServerConfig::drainTimeout,
              "How long running hooks may go on when the server is told to end.")
          .withFlag("--drain-timeout");

  /** The Pythons that the operator names; the command {@code doctor} looks at them too. */
  public static final ConfigKey<List<RuntimeConfig>> RUNTIMES =
      ConfigKey.of(
              "runtimes",
              Forms.runtimes(),
              ServerConfig::runtimes,
              "Pythons to run plugins on; the first that suits a plugin is taken.")
          .withFlag("--runtime")
          .withDefaultWords("a python3 and a python2 on the search path or at pyenv");

  static final ConfigKey<String> PRODUCT_VERSION =
      ConfigKey.of(
              "packages.product-version",
              version("\\d{1,9}(\\.\\d{1,9}){0,3}", "a version such as 9.0.0"),
              config -> config.packages().rules().productVersion(),
              "The product version that the server plays, for scb_min_version and"
                  + " scb_max_version.")
          .withFlag("--product-version");
  static final ConfigKey<String> API_VERSION =
      ConfigKey.of(
              "packages.api-version",
              version("\\d{1,9}\\.\\d{1,9}", "two numbers such as 1.9"),
              config -> config.packages().rules().apiVersion(),
              "The plugin API version that the server plays.")
          .withFlag("--api-version");
  static final ConfigKey<Boolean> RELAXED_NAMES =
      ConfigKey.of(
              "packages.relaxed-names",
              Forms.trueOrFalse(),
              config -> config.packages().rules().relaxedNames(),
              "Take hyphens in the names of plugins as well.")
          .withFlag("--relaxed-names");
  static final ConfigKey<Integer> MAX_ENTRIES =
      ConfigKey.of(
              "packages.max-entries",
              Forms.number(1, 65_534),
              config -> config.packages().archive().entries(),
              "How many files and directories a package may have.")
          .withFlag("--max-entries");
  static final ConfigKey<Long> MAX_UNPACKED_SIZE =
      ConfigKey.of(
              "packages.max-unpacked-size",
              Forms.size(1, 2L << 30),
              config -> config.packages().archive().unpackedBytes(),
              "How much a package may unpack to.")
          .withFlag("--max-unpacked-size");
  static final ConfigKey<Integer> MAX_NAME_LENGTH =
      ConfigKey.of(
          "packages.max-name-length",
          Forms.number(16, 4096),
          config -> config.packages().archive().nameBytes(),
          "How many bytes the name of a file in a package may have, with its directories.");
  static final ConfigKey<Integer> MAX_NAME_LEVELS =
      ConfigKey.of(
          "packages.max-name-levels",
          Forms.number(1, 128),
          config -> config.packages().archive().nameLevels(),
          "How many directories such a name may have, the file itself counted.");

  static final ConfigKey<Boolean> REQUIRE_TRUSTED =
      ConfigKey.of(
              "trust.require-trusted",
              Forms.trueOrFalse(),
              config -> config.trust().requireTrusted(),
              "Refuse every plugin that is neither in the list of trusted digests nor signed by a"
                  + " trusted key.")
          .withFlag("--require-trusted");
  static final ConfigKey<Path> DIGEST_FILE =
      ConfigKey.optional(
              "trust.digest-file",
              Forms.path("FILE", "the path of a list of digests"),
              config -> config.trust().digestFile(),
              "none",
              "List of trusted plugins, one digest (sha256:...) a line; it is read again when it"
                  + " changes.")
          .withFlag("--trusted-digests");
  static final ConfigKey<List<Path>> KEY_FILES =
      ConfigKey.of(
              "trust.key-files",
              Forms.paths("FILE", "the paths of public keys"),
              config -> config.trust().keyFiles(),
              "Public keys whose signatures of plugins are trusted: Ed25519 in PEM.")
          .withFlag("--trusted-key")
          .withDefaultWords("none");

  static final ConfigKey<Path> STORE_KEY_FILE =
      ConfigKey.optional(
              "store.key-file",
              Forms.path("FILE", "the path of a file that 'plugin-executor store create-key' made"),
              config -> config.store().keyFile(),
              "none",
              "Encrypt the stored configurations, with the key that 'plugin-executor store"
                  + " create-key' wrote to this file.")
          .withFlag("--store-key-file");
  static final ConfigKey<List<String>> STORE_KEY_COMMAND =
      ConfigKey.of(
              "store.key-command",
              Forms.texts(
                  "COMMAND", "a program and its arguments", " +", Pattern.compile("(?s).+")),
              config -> config.store().keyCommand(),
              "Encrypt the stored configurations, with a key that this program wraps and unwraps,"
                  + " such as one that asks a key service: it is called with wrap or unwrap as its"
                  + " last argument, and has Base64 on its standard input and output.")
          .withFlag("--store-key-command")
          .withDefaultWords("none")
          .asSecret();
  static final ConfigKey<Duration> STORE_KEY_COMMAND_TIMEOUT =
      ConfigKey.of(
          "store.key-command-timeout",
          Forms.duration("1ms", "24h"),
          config -> config.store().keyCommandTimeout(),
          "How long that program may take.");

  static final ConfigKey<String> ADMIN_HOST =
      ConfigKey.of(
              "admin.host",
              Forms.parsed(
                  "ADDRESS", "an IP address such as 127.0.0.1", Function.identity(), text -> text),
              config -> config.admin().host(),
              "Address of that port; 127.0.0.1 is one that only this machine reaches.")
          .withFlag("--admin-host");
  static final ConfigKey<Integer> ADMIN_PORT =
      ConfigKey.optional(
              "admin.port",
              Forms.number(0, 65_535),
              config -> config.admin().port().stream().boxed().findFirst(),
              "none",
              "TCP port that answers /metrics (for Prometheus), /livez and /readyz over plain HTTP;"
                  + " 0: a free one.")
          .withFlag("--admin-port");
  static final ConfigKey<Boolean> ADMIN_REMOTE =
      ConfigKey.of(
              "admin.remote",
              Forms.trueOrFalse(),
              config -> config.admin().remote(),
              "Let that address be one that other machines reach; tokens go there in the clear.")
          .withFlag("--admin-remote");

  static final ConfigKey<Boolean> MUST_AUDIT =
      ConfigKey.of(
              "store.must-audit",
              Forms.trueOrFalse(),
              config -> config.store().mustAudit(),
              "Change nothing while the audit log cannot be written. Else changes go on, and their"
                  + " entries are written when that is possible.")
          .withFlag("--must-audit");

  static final ConfigKey<LogFormat> LOG_FORMAT =
      ConfigKey.of(
              "log.format",
              Forms.word("FORMAT", List.of(LogFormat.TEXT, LogFormat.JSON), LogFormat::label),
              config -> config.log().format(),
              "How the log is written: text (lines for people) or json (one object a line, for"
                  + " programs).")
          .withFlag("--log-format");
  static final ConfigKey<Boolean> LOG_SCRUBBING =
      ConfigKey.of(
              "log.scrubbing",
              Forms.trueOrFalse(),
              config -> config.invocation().scrubLogs(),
              "Put *** in place of passwords, keys and values of configurations that plugins print;"
                  + " what a plugin prints is then logged when its call is over. Callers get the"
                  + " true lines either way.")
          .withFlag("--log-scrubbing");

  private static final List<ConfigKey<?>> ALL =
      Stream.of(
              List.<ConfigKey<?>>of(HOST, PORT, DATA_DIRECTORY, DRAIN_TIMEOUT),
              ListenKeys.SERVER,
              ListenKeys.TLS,
              List.<ConfigKey<?>>of(RUNTIMES),
              InvocationKeys.ALL,
              SandboxKeys.ALL,
              List.<ConfigKey<?>>of(
                  PRODUCT_VERSION,
                  API_VERSION,
                  RELAXED_NAMES,
                  MAX_ENTRIES,
                  MAX_UNPACKED_SIZE,
                  MAX_NAME_LENGTH,
                  MAX_NAME_LEVELS),
              List.<ConfigKey<?>>of(REQUIRE_TRUSTED, DIGEST_FILE, KEY_FILES),
              List.<ConfigKey<?>>of(
                  STORE_KEY_FILE, STORE_KEY_COMMAND, STORE_KEY_COMMAND_TIMEOUT, MUST_AUDIT),
              AccessKeys.ALL,
              ServicesKeys.ALL,
              List.<ConfigKey<?>>of(LOG_FORMAT, LOG_SCRUBBING),
              List.<ConfigKey<?>>of(ADMIN_PORT, ADMIN_HOST, ADMIN_REMOTE),
              TelemetryKeys.ALL)
          .<ConfigKey<?>>flatMap(List::stream)
          .toList();

  private ConfigKeys() {}

  /** Every row, in the order of the table. */
  public static List<ConfigKey<?>> all() {
    return ALL;
  }

  /** The rows of one section of the file. */
  public static List<ConfigKey<?>> ofSection(String section) {
    return ALL.stream().filter(key -> key.section().equals(section)).toList();
  }

  /** The row of this name. */
  static Optional<ConfigKey<?>> named(String name) {
    return ALL.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /** The key that somebody may have meant: that of the flag of this name, else the nearest one. */
  static String meantBy(String unknown) {
    var flag = "--" + unknown.substring(unknown.lastIndexOf('.') + 1);
    return ALL.stream()
        .filter(key -> key.flag().filter(flag::equals).isPresent())
        .map(ConfigKey::name)
        .findFirst()
        .orElseGet(() -> NearestName.of(unknown, ALL.stream().map(ConfigKey::name).toList()));
  }

  private static ValueForm<String> version(String pattern, String expected) {
    var allowed = Pattern.compile(pattern);
    return Forms.parsed(
        "VERSION",
        expected,
        text -> {
          if (!allowed.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
          }
          return text;
        },
        Function.identity());
  }
}
