// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of OpenSSH's programs that somebody uses to get through the gateway. What it asks is answered
 * from a list, in order. Immutable.
 */
record SshProgram(Process process, Path directory) {
  /** Shows the prompt to the test, and types the next line of the answers. */
  private static final String ANSWERS =
      """
      #!/bin/sh
      cd "$(dirname "$0")"
      echo "$1" >>prompts
      sed -n "$(grep -c '' prompts)p" answers
      """;

  private static final List<String> OPTIONS =
      List.of(
          "-F",
          "none",
          "-o",
          "UserKnownHostsFile=/dev/null",
          "-o",
          "StrictHostKeyChecking=no",
          "-o",
          "BatchMode=no",
          "-o",
          "LogLevel=ERROR");

  /** What became of it. */
  record Result(int exitCode, String out, String err, List<String> prompts) {}

  /** Starts a program that believes every gateway and prints nothing but errors. */
  static SshProgram start(
      Path directory, String program, List<String> answers, List<String> arguments)
      throws IOException {
    var all = new ArrayList<>(OPTIONS);
    all.addAll(arguments);
    return startAsTyped(directory, program, answers, all);
  }

  /** Starts a program with its arguments, and answers what it asks. */
  static SshProgram startAsTyped(
      Path directory, String program, List<String> answers, List<String> arguments)
      throws IOException {
    Files.createDirectories(directory);
    var askpass = Files.writeString(directory.resolve("askpass"), ANSWERS);
    assertThat(askpass.toFile().setExecutable(true)).isTrue();
    Files.write(directory.resolve("answers"), answers);
    var command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    return run(directory, command);
  }

  /** Starts any command, with the same ways to see what it does. */
  static SshProgram run(Path directory, List<String> command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().put("SSH_ASKPASS", directory.resolve("askpass").toString());
    builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
    builder.environment().remove("SSH_AUTH_SOCK");
    return new SshProgram(builder.start(), directory);
  }

  String out() {
    return Programs.text(directory.resolve("out"));
  }

  /** Waits until it has printed something. */
  SshProgram awaitOutput(String text) {
    Eventually.holds(() -> assertThat(out() + err()).contains(text));
    return this;
  }

  String err() {
    return Programs.text(directory.resolve("err"));
  }

  /** Waits for its end. */
  Result result() throws InterruptedException {
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("%s%s", out(), err()).isTrue();
    var prompts = Programs.text(directory.resolve("prompts"));
    return new Result(process.exitValue(), out(), err(), prompts.lines().toList());
  }
}
