// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LocalCallTest {
  @RegisterExtension final TemporaryDirectory temporary = new TemporaryDirectory();

  @Test
  void carries_json_there_and_back_exactly(@TempDir Path directory) throws IOException {
    var plugin = Samples.obedient(directory.resolve("plugin"));

    var call =
        Captured.run(
            "call",
            "authenticate",
            "--local",
            plugin.toString(),
            "--session-id",
            "s-1",
            "--json",
            "--arg",
            "protocol=a=b",
            "--arg",
            "client_ip=",
            "--json-arg",
            "big=123456789012345678901234567890",
            "--json-arg",
            "mixed=[1.0, 1e300, -0.1, null, true, \"\\u00e9\\ud83d\\ude00\", {\"a\": []}]",
            "--cookie",
            "{\"n\": 9223372036854775807}",
            "--session-cookie",
            "{\"f\": 2.50}");

    assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.OK);
    assertThat(call.err()).isEqualTo("s-1: doing \n");
    var answer = call.json();
    assertThat(answer)
        .containsEntry("outcome", "returned")
        .containsEntry("hook", "authenticate")
        .containsEntry("session_id", "s-1")
        .containsEntry("cookie", Map.of("n", Long.MAX_VALUE, "seen", true))
        .containsEntry("session_cookie", Map.of("f", 2.5))
        .containsKeys("invocation_id", "output", "cost", "execution");
    assertThat(call.out()).contains("123456789012345678901234567890").contains("1.0");
    var result = map(map(answer.get("returned")).get("result"));
    assertThat(result).containsEntry("configuration", "# the default\n");
    var echo = map(result.get("echo"));
    assertThat(echo)
        .containsEntry("protocol", "a=b")
        .containsEntry("client_ip", "")
        .containsEntry("big", new BigInteger("123456789012345678901234567890"));
    assertThat(echo.get("mixed"))
        .isEqualTo(Arrays.asList(1.0, 1e300, -0.1, null, true, "é😀", Map.of("a", List.of())));
    assertThat(temporary.leftovers()).isEmpty();
  }

  @Test
  void prints_for_people_and_takes_the_given_configuration(@TempDir Path directory)
      throws IOException {
    var plugin = Samples.obedient(directory.resolve("plugin"));
    var config = Files.writeString(directory.resolve("my.cfg"), "mine");

    var call =
        Captured.run(
            "call", "authenticate", "--local", plugin.toString(), "--config", config.toString());

    assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.OK);
    assertThat(call.out())
        .contains("outcome         returned\n")
        .contains("verdict         ACCEPT\n")
        .contains("\"configuration\": \"mine\"")
        .contains("session cookie  {}\n")
        .contains("peak memory")
        .contains("ran             aa/obedient/1.0.0 on python3 (Python 3")
        .containsPattern("isolation level (full|portable|none)");
    assertThat(call.err()).matches("cli-[0-9a-f]{8}: doing \n");
  }

  @Test
  void says_which_rule_a_package_breaks(@TempDir Path directory) throws IOException {
    var plugin = Samples.obedient(directory.resolve("plugin"));
    Files.writeString(plugin.resolve("MANIFEST"), "name: x\n");

    var call = Captured.run("call", "authenticate", "--local", plugin.toString());

    assertThat(call.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(call.err()).startsWith("plugin-executor: invalid plugin package: MANIFEST.");
    assertThat(temporary.leftovers()).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<String, @Nullable Object>) Options.required(value);
  }
}
