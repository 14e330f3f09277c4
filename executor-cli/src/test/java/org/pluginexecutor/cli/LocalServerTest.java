// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pluginexecutor.server.files.RuntimeDirectory;

class LocalServerTest {
  @RegisterExtension final TemporaryDirectory temporary = new TemporaryDirectory();

  @Test
  @Timeout(60)
  void a_server_that_starts_meanwhile_leaves_its_data_and_its_token_alone() throws Exception {
    try (var local = LocalServer.start();
        var _ = RuntimeDirectory.create(Path.of(System.getProperty("java.io.tmpdir")))) {
      int exitCode =
          local.connect(client -> {
            var _ = client.instances().list();
            return ExitCode.OK;
          });

      assertThat(exitCode).isEqualTo(ExitCode.OK.code());
    }
    assertThat(temporary.leftovers()).isEmpty();
  }
}
