// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginNameTest {
  @Test
  void reads_pairs_user_and_server() throws Exception {
    var name = LoginName.parse("otp=123456@gu=alice@root@web-1");

    assertThat(name.pairs()).containsExactly(Map.entry("otp", "123456"), Map.entry("gu", "alice"));
    assertThat(name.serverUser()).isEqualTo("root");
    assertThat(name.server()).isEqualTo(new ServerName("web-1", 22));
    assertThat(name.claimedUser()).contains("alice");
  }

  @Test
  void needs_no_pairs() throws Exception {
    var name = LoginName.parse("root@192.0.2.7:2222");

    assertThat(name.pairs()).isEmpty();
    assertThat(name.claimedUser()).isEmpty();
    assertThat(name.server()).isEqualTo(new ServerName("192.0.2.7", 2222));
  }

  @Test
  void a_value_ends_at_the_next_separator_and_may_have_equal_signs() throws Exception {
    assertThat(LoginName.parse("token=YWJj==@root@web-1").pairs()).containsEntry("token", "YWJj==");
  }

  @Test
  void a_user_of_the_server_may_have_a_domain() throws Exception {
    var name = LoginName.parse("gu=alice@root@corp.example@web-1");

    assertThat(name.serverUser()).isEqualTo("root@corp.example");
    assertThat(name.server().host()).isEqualTo("web-1");
  }

  @Test
  void an_empty_value_is_a_value_but_no_name() throws Exception {
    var name = LoginName.parse("gu=@root@web-1");

    assertThat(name.pairs()).containsEntry("gu", "");
    assertThat(name.claimedUser()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', no server",
    "root, no server",
    "gu=alice, no server",
    "gu=alice@root, no server",
    "@web-1, no user",
    "gu=alice@@web-1, no user",
    "=alice@root@web-1, a value without a key",
    "gu=alice@gu=bob@root@web-1, a key twice",
    "root@, no such server",
    "root@web 1, no such server",
    "root@web-1:0, no such server",
    "root@web-1:65536, no such server",
    "root@web-1:ssh, no such server",
  })
  void says_what_is_wrong(String text, String problem) {
    assertThatThrownBy(() -> LoginName.parse(text))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "Login name: "
                + problem
                + " (expected: key=value@user@server, for example gu=alice@root@web-1).");
  }

  @Test
  void refuses_control_characters() {
    assertThatThrownBy(() -> LoginName.parse("root\n@web-1"))
        .hasMessageStartingWith("Login name: control characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:22"})
  void addresses_of_version_6_may_have_brackets(String server) throws Exception {
    assertThat(LoginName.parse("root@" + server).server())
        .isEqualTo(new ServerName("2001:db8::7", 22))
        .hasToString("[2001:db8::7]:22");
  }

  @Test
  void does_not_show_values() throws Exception {
    assertThat(LoginName.parse("otp=123456@root@web-1").toString())
        .contains("otp", "root", "web-1")
        .doesNotContain("123456");
  }
}
