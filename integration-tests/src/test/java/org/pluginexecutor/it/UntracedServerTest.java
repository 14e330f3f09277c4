// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;

/** What a server that sends nothing to a collector does not load. */
@Timeout(120)
class UntracedServerTest {
  @TempDir Path directory;

  private List<String> loaded(String... options) throws IOException, InterruptedException {
    var log = directory.resolve("classes-" + options.length);
    try (var server =
            ServerProcess.start(
                directory, List.of("-Xlog:class+load:file=" + log + ":none"), options);
        var client = server.connect()) {
      client.plugins().upload(PluginZip.aa("p", "class Plugin: pass").stream());
      var target = new PluginTarget.Configured(PluginName.of("p"), "");
      client.call(HookCall.newBuilder(target, "authenticate", "s-1").build());
      server.process().destroy();
      server.process().waitFor();
    }
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("opentelemetry") || line.contains("registry.otlp"))
        .toList();
  }

  @Test
  void has_no_class_of_an_exporter() throws Exception {
    assertThat(loaded()).isEmpty();
    assertThat(loaded("--otlp-endpoint", "http://127.0.0.1:9")).isNotEmpty();
  }
}
