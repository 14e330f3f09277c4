// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo --ssh}, typed as it says. */
class SshDemoTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^  (ssh -p .*)$");

  @TempDir private Path directory;

  @Test
  void what_it_prints_can_be_typed_and_nothing_is_left() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/sshd")), "no sshd (the package openssh-server)");
    var temporary = Files.createDirectory(directory.resolve("tmp"));
    var demo =
        SshProgram.run(
            Files.createDirectory(directory.resolve("demo")),
            List.of(
                Programs.java(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-Dpluginexecutor.home=" + Programs.home(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.pluginexecutor.cli.Main",
                "demo",
                "--ssh",
                "--gateway-class-path",
                GatewayProcess.classPath()));
    try {
      demo.awaitOutput("Ctrl-C ends everything");
      var command = COMMAND.matcher(demo.out());
      assertThat(command.find()).as(demo.out()).isTrue();
      var words = Pattern.compile(" ").splitAsStream(command.group(1)).toList();

      var arguments = new ArrayList<>(words.subList(1, words.size()));
      // The host key is the one that it says: nothing is asked but the one-time password.
      arguments.addAll(0, List.of("-o", "StrictHostKeyChecking=yes"));
      arguments.add("echo in");
      var user =
          SshProgram.startAsTyped(directory.resolve("user"), "ssh", List.of("123456"), arguments);

      assertThat(user.result()).extracting("exitCode", "out").containsExactly(0, "in\n");
      var wrong =
          SshProgram.startAsTyped(
              directory.resolve("wrong"), "ssh", List.of("1", "2", "3"), arguments);
      assertThat(wrong.result().err())
          .contains("Access denied: Too many wrong one-time passwords.");
    } finally {
      var children = demo.process().descendants().toList();
      demo.process().destroy();
      assertThat(demo.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      Eventually.holds(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }
    try (var files = Files.list(temporary)) {
      assertThat(files.filter(file -> !file.getFileName().toString().startsWith("hsperf")))
          .isEmpty();
    }
  }
}
