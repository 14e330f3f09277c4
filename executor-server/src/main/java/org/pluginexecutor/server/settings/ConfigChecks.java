// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.services.ServicesFile;
import org.pluginexecutor.server.services.ServicesFileException;
import org.pluginexecutor.server.trust.TrustPolicy;

/**
 * Looks at what settings name on this machine: what is wrong with it is a wrong setting. Stateless.
 */
final class ConfigChecks {
  private ConfigChecks() {}

  static void check(ServerConfig config, ConfigValues values) {
    if (config.listen().tcp()) {
      checkHost(config, values);
    }
    ListenChecks.check(config.listen(), values);
    for (var runtime : config.runtimes()) {
      var executable = runtime.executable();
      if (!Files.isRegularFile(executable) || !Files.isExecutable(executable)) {
        values.refuse(
            ConfigKeys.RUNTIMES,
            runtime.name() + "=" + executable,
            "the path of a Python that can be executed");
      }
    }
    values
        .given(ConfigKeys.STORE_KEY_FILE)
        .filter(file -> !Files.isRegularFile(file))
        .ifPresent(file ->
            values.refuse(
                ConfigKeys.STORE_KEY_FILE,
                file.toString(),
                "a file that 'plugin-executor store create-key' made"));
    checkTrust(values);
    checkServices(values);
  }

  private static void checkHost(ServerConfig config, ConfigValues values) {
    var host = config.host();
    try {
      var address = InetAddress.getByName(host);
      // While the TLS of the settings is broken, what is said of it is enough.
      boolean wantsTls =
          values.given(ListenKeys.TLS_CERTIFICATE_FILE).isPresent()
              || !values.areReadable(Set.copyOf(ListenKeys.TLS));
      if (!wantsTls && !config.listen().allows(address)) {
        values.refuse(
            ConfigKeys.HOST,
            host,
            "an address of loopback such as 127.0.0.1, or a tls.certificate-file; another one"
                + " without encryption takes server.allow-remote-plain-text: true");
      }
    } catch (UnknownHostException _) {
      values.refuse(ConfigKeys.HOST, host, "an address or a name of this machine");
    }
  }

  /** One at a time, so that each wrong file is named. */
  private static void checkTrust(ConfigValues values) {
    values
        .given(ConfigKeys.DIGEST_FILE)
        .ifPresent(file ->
            open(
                ConfigKeys.DIGEST_FILE,
                new TrustConfig(false, Optional.of(file), List.of()),
                values));
    for (var file : values.of(ConfigKeys.KEY_FILES)) {
      open(ConfigKeys.KEY_FILES, new TrustConfig(false, Optional.empty(), List.of(file)), values);
    }
  }

  private static void checkServices(ConfigValues values) {
    var file = values.given(ServicesKeys.FILE);
    if (file.isPresent()) {
      try {
        ServicesFile.check(file.get());
      } catch (ServicesFileException e) {
        e.errors().forEach(error -> values.report(ServicesKeys.FILE, error));
      } catch (IOException e) {
        values.report(ServicesKeys.FILE, String.valueOf(e.getMessage()));
      }
    }
  }

  private static void open(ConfigKey<?> key, TrustConfig trust, ConfigValues values) {
    try {
      var _ = TrustPolicy.open(trust);
    } catch (IOException e) {
      values.report(key, String.valueOf(e.getMessage()));
    }
  }
}
