// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/EMBEDDING.md shows works. */
class EmbeddingPageTest {
  private static final Pattern PYTHON = Pattern.compile("(?s)\n```python\n(.*?)\n```\n");
  private static final Pattern YAML = Pattern.compile("(?s)\n```yaml\n(.*?)\n```\n");

  @TempDir private Path directory;

  private static String block(Pattern form) {
    var page = form.matcher(Programs.text(Programs.home().resolve("docs/EMBEDDING.md")));
    assertThat(page.find()).isTrue();
    return page.group(1) + "\n";
  }

  @Test
  void the_python_fragment_plays_a_session() throws Exception {
    var hasGrpc =
        new ProcessBuilder("/usr/bin/python3", "-c", "import grpc, grpc_tools")
            .redirectErrorStream(true)
            .start();
    hasGrpc.getInputStream().readAllBytes();
    assumeTrue(hasGrpc.waitFor() == 0, "no python3-grpcio and python3-grpc-tools");
    Files.writeString(directory.resolve("embedding.py"), block(PYTHON));
    var client = directory.resolve("embedding_client.py");
    Files.copy(Path.of(EmbeddingPageTest.class.getResource("embedding_client.py").toURI()), client);
    var executor = ExecutorProcess.start(directory.resolve("executor"));
    try {
      executor.install("");
      var result =
          SshProgram.run(
                  directory,
                  List.of(
                      "sh",
                      "-c",
                      "cd \"$0\" && exec /usr/bin/python3 embedding_client.py \"$@\"",
                      directory.toString(),
                      Programs.home().resolve("proto/src/main/protobuf").toString(),
                      executor.target(),
                      executor.tokenFile().toString()))
              .result();

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.out().lines())
          .containsExactly(
              "asked: One-time password: True",
              "asked: One-time password: True",
              "accepted: True",
              "mallory accepted: False",
              "raises accepted: False",
              "abstains accepted: False");
      assertThat(executor.calls())
          .filteredOn(call -> call.endsWith("session_ended"))
          .containsExactly("python-1 aa.session_ended", "python-2 aa.session_ended");
    } finally {
      executor.stop();
    }
  }

  @Test
  void the_file_is_one_that_the_gateway_takes() throws Exception {
    var config = ConfigFile.read(Files.writeString(directory.resolve("gateway.yaml"), block(YAML)));

    assertThat(config.timing()).isEqualTo(Timing.defaults());
  }
}
