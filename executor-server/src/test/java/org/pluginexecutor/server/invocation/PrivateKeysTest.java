// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.contract.Hook;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.value.PluginValue;

class PrivateKeysTest {
  private static final Hook HOOK =
      Invocations.hook(PluginType.CREDENTIALSTORE, "get_private_key_list");
  private static final String FULL = "hunter2/".repeat(8);

  private static String pem(String label, String... body) {
    var lines = new ArrayList<String>();
    lines.add("-----BEGIN " + label + "-----");
    lines.addAll(List.of(body));
    lines.add("-----END " + label + "-----");
    return String.join("\n", lines) + "\n";
  }

  private static ResultCheck.Checked check(PluginValue... keys) {
    return ResultCheck.check(HOOK, dict("private_keys", items((Object[]) keys)));
  }

  private static Outcome returned(PluginValue... keys) {
    return new Outcome.Returned(dict("private_keys", items((Object[]) keys)), Optional.empty());
  }

  static Stream<Arguments> usable() {
    return Stream.of(
        Arguments.of("ssh-rsa", pem("RSA PRIVATE KEY", FULL, FULL, "hunter2=")),
        Arguments.of("ssh-rsa", pem("RSA PRIVATE KEY", FULL)),
        Arguments.of("ssh-rsa", pem("PRIVATE KEY", FULL, "hunt")),
        Arguments.of("ssh-dss", pem("DSA PRIVATE KEY", FULL, FULL)),
        Arguments.of("ssh-dss", pem("PRIVATE KEY", "hunter==")),
        Arguments.of("ssh-rsa", pem("RSA PRIVATE KEY", FULL, "hunt").strip()),
        Arguments.of("ssh-rsa", "\n" + pem("RSA PRIVATE KEY", FULL).replace("\n", "\r\n") + "\n"));
  }

  @ParameterizedTest
  @MethodSource("usable")
  void passes_a_usable_key_on_as_it_is(String type, String pem) {
    var checked = check(items(type, pem));

    assertThat(checked.outcome()).isEqualTo(returned(items(type, pem)));
    assertThat(checked.remarks()).isEmpty();
  }

  static Stream<Arguments> unusable() {
    var body = "line 1 of the body: ";
    var first =
        " (expected: BEGIN RSA PRIVATE KEY, BEGIN DSA PRIVATE KEY or BEGIN PRIVATE KEY between"
            + " five hyphens)";
    var type = "type: another text (expected: ssh-rsa or ssh-dss)";
    var rsa = pem("RSA PRIVATE KEY", FULL);
    return Stream.of(
        Arguments.of("ssh-ed25519", rsa, type),
        Arguments.of("SSH-RSA", rsa, type),
        Arguments.of("", rsa, type),
        Arguments.of(rsa, "ssh-rsa", type),
        Arguments.of("ssh-rsa", "", "first line: no PEM header" + first),
        Arguments.of("ssh-rsa", FULL, "first line: no PEM header" + first),
        Arguments.of("ssh-rsa", "hunter2\n" + rsa, "first line: no PEM header" + first),
        Arguments.of(
            "ssh-rsa",
            pem("OPENSSH PRIVATE KEY", FULL),
            "first line: not of a private key in the clear" + first),
        Arguments.of(
            "ssh-rsa",
            pem("ENCRYPTED PRIVATE KEY", FULL),
            "first line: not of a private key in the clear" + first),
        Arguments.of(
            "ssh-rsa",
            pem("CERTIFICATE", FULL),
            "first line: not of a private key in the clear" + first),
        Arguments.of(
            "ssh-rsa",
            pem("DSA PRIVATE KEY", FULL),
            "first line: DSA PRIVATE KEY (expected: a key of the type ssh-rsa)"),
        Arguments.of(
            "ssh-dss", rsa, "first line: RSA PRIVATE KEY (expected: a key of the type ssh-dss)"),
        Arguments.of(
            "ssh-rsa",
            rsa.replace("END RSA", "END DSA"),
            "last line: another one (expected: END RSA PRIVATE KEY between five hyphens)"),
        Arguments.of(
            "ssh-rsa",
            rsa + rsa,
            "line 2 of the body: 29 characters (expected: exactly 64 characters)"),
        Arguments.of(
            "ssh-rsa",
            "-----BEGIN RSA PRIVATE KEY-----",
            "last line: another one (expected: END RSA PRIVATE KEY between five hyphens)"),
        Arguments.of("ssh-rsa", pem("PRIVATE KEY"), "body: empty (expected: lines of base64)"),
        Arguments.of(
            "ssh-rsa",
            pem("PRIVATE KEY", "hunter2", FULL),
            body + "7 characters (expected: exactly 64 characters)"),
        Arguments.of(
            "ssh-rsa",
            pem("PRIVATE KEY", FULL + "x", FULL),
            body + "65 characters (expected: exactly 64 characters)"),
        Arguments.of(
            "ssh-rsa",
            pem("PRIVATE KEY", FULL + "x"),
            body + "65 characters (expected: at most 64 characters)"),
        Arguments.of(
            "ssh-rsa",
            pem("PRIVATE KEY", FULL.substring(1) + "-", FULL),
            body + "another text (expected: base64)"),
        Arguments.of(
            "ssh-rsa",
            pem("PRIVATE KEY", FULL.substring(1) + "=", FULL),
            body + "another text (expected: base64)"),
        Arguments.of(
            "ssh-rsa",
            pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED", FULL),
            body + "22 characters (expected: exactly 64 characters)"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void leaves_a_key_out_that_no_gateway_could_use_and_says_which_and_why(
      String type, String pem, String reason) {
    var good = items("ssh-rsa", pem("PRIVATE KEY", "AAAA"));

    var checked = check(good, items(type, pem), good);

    assertThat(checked.outcome()).isEqualTo(returned(good, good));
    assertThat(checked.remarks()).containsExactly("private_keys[1] was left out: " + reason);
    assertThat(checked.remarks().toString()).doesNotContain("hunter");
  }

  @Test
  void bounds_the_number_of_remarks() {
    var keys = new PluginValue[25];
    java.util.Arrays.fill(keys, items("ssh-rsa", "hunter2"));

    var checked = check(keys);

    assertThat(checked.outcome()).isEqualTo(returned());
    assertThat(checked.remarks())
        .hasSize(11)
        .last()
        .isEqualTo("15 more of private_keys were left out");
  }
}
