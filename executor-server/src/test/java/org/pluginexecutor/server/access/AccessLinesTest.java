// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.Role;

class AccessLinesTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);
  private static final AccessLines LINES =
      new AccessLines(new PluginUsers(Set.of(990), Set.of(991)));

  @Test
  void reads_each_kind_of_proof_and_skips_remarks() throws IOException {
    var entries =
        LINES.parse(
            """
            # who may do what

            gateway-1  invoke          %s   # the one in the cellar
            ci         manage,observe  dns:CI.example.org
            gateway-2  invoke          uri:spiffe://example.org/Gateway
            backup     manage          uid:1000
            metrics    observe         gid:0
            """
                .formatted(DIGEST));

    assertThat(entries)
        .containsExactly(
            new AccessEntry("gateway-1", Set.of(Role.INVOKE), new Proof.TokenDigest(DIGEST)),
            new AccessEntry(
                "ci",
                Set.of(Role.MANAGE, Role.OBSERVE),
                new Proof.CertificateName("dns:ci.example.org")),
            new AccessEntry(
                "gateway-2",
                Set.of(Role.INVOKE),
                new Proof.CertificateName("uri:spiffe://example.org/Gateway")),
            new AccessEntry("backup", Set.of(Role.MANAGE), new Proof.UnixUser(1000)),
            new AccessEntry("metrics", Set.of(Role.OBSERVE), new Proof.UnixGroup(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a invoke",
        "a invoke uid:1 more",
        "a root uid:1",
        "a invoke,, uid:1",
        "a INVOKE uid:1",
        "a invoke token:secret",
        "a invoke secret",
        "a invoke dns:",
        "a invoke uri:",
        "a invoke uid:",
        "a invoke uid:-1",
        "a invoke uid:01",
        "a invoke uid:9999999999",
        "a invoke sha256:00",
        "a\u202eb invoke uid:1",
        "local invoke uid:1",
        "anonymous invoke uid:1",
      })
  void a_wrong_line_makes_the_whole_list_wrong(String line) {
    assertThatThrownBy(() -> LINES.parse("ok invoke uid:1\n" + line + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("line 2: ")
        .hasMessageContaining(" (expected: ");
  }

  @Test
  void a_user_or_group_that_plugins_have_says_nothing_about_a_caller() {
    for (var line : List.of("a invoke uid:990", "a invoke gid:991")) {
      assertThatThrownBy(() -> LINES.parse(line)).hasMessageContaining("that no plugin runs");
    }
  }
}
