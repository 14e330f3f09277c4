// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheAddressTest {
  @Test
  void has_all_parts_that_are_given() {
    assertThat(CacheAddress.parse("rediss://us%3Aer:p%40ss:+word@cache.example.com:7000/12"))
        .isEqualTo(
            new CacheAddress(
                true,
                "cache.example.com",
                7000,
                Optional.of("us:er"),
                Optional.of("p@ss:+word"),
                12));
  }

  @Test
  void has_defaults_for_all_but_the_host() {
    var expected = new CacheAddress(false, "::1", 6379, Optional.empty(), Optional.empty(), 0);

    assertThat(CacheAddress.parse("redis://[::1]")).isEqualTo(expected);
    assertThat(CacheAddress.parse("redis://[::1]/")).isEqualTo(expected);
  }

  @Test
  void takes_a_password_without_a_user() {
    var address = CacheAddress.parse("redis://:secret@h");

    assertThat(address.user()).isEmpty();
    assertThat(address.password()).contains("secret");
  }

  @Test
  void shows_neither_user_nor_password() {
    assertThat(CacheAddress.parse("rediss://user:secret@[::1]:7000/3"))
        .hasToString("rediss://[::1]:7000/3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:secret@h",
        "redis:secret",
        "redis:///secret",
        "redis://secret@h",
        "redis://user:@h",
        "redis://:secret@h:0",
        "redis://:secret@h:70000",
        "redis://:secret@h/name",
        "redis://:secret@h/0/1",
        "redis://:secret@h?db=1",
        "redis://:secret@h#1",
        "redis://:sec ret@h",
        "redis://:sec%ret@h",
        ""
      })
  void refuses_others_without_repeating_them(String text) {
    assertThatThrownBy(() -> CacheAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("services.cache-url: ")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }
}
