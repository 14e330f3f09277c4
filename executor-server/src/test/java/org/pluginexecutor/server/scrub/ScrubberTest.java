// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
  private static final String PASSWORD = "p\"ss w'rd/é\\1";

  private static Scrubber configured(String configuration) {
    return new CallSecrets(configuration).scrubber();
  }

  private static Scrubber knowing(String password) {
    var secrets = new CallSecrets("");
    secrets.add(dict("gateway_password", password));
    return secrets.scrubber();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p\"ss w'rd/é\\1",
        "p\\\"ss w'rd/é\\\\1",
        "p\\\"ss w'rd/\\u00e9\\\\1",
        "p\"ss w\\'rd/é\\\\1",
        "p\"ss w\\'rd/\\xe9\\\\1",
        "p\"ss w\\'rd/\\xc3\\xa9\\\\1",
        "p%22ss%20w%27rd/%C3%A9%5C1",
        "p%22ss%20w%27rd%2F%C3%A9%5C1",
        "p%22ss+w%27rd%2F%C3%A9%5C1",
      })
  void a_password_is_found_in_each_way_to_write_it(String form) {
    assertThat(knowing(PASSWORD).scrub("x=" + form + ", y")).isEqualTo("x=***, y");
  }

  @ParameterizedTest
  @CsvSource({"''", "a", "ab", "abc", "alice:"})
  void a_password_is_found_in_base64_wherever_it_stands(String before) {
    var plain = (before + "hunter22" + before).getBytes(StandardCharsets.UTF_8);

    assertThat(knowing("hunter22").scrub("Basic " + Base64.getEncoder().encodeToString(plain)))
        .isEqualTo("Basic ***");
    assertThat(knowing("~~~???~~~").scrub("fn5-Pz8_fn5-")).isEqualTo("***");
  }

  @Test
  void a_key_is_found_as_it_is_in_one_line_and_broken_elsewhere() {
    var lines = List.of("MIIEpAIBAAKCAQEA7Vx1", "q0Zk9PpQm2oWc3Yx5t8u", "Kg==");
    var key =
        "-----BEGIN RSA PRIVATE KEY-----\n"
            + String.join("\n", lines)
            + "\n-----END RSA PRIVATE KEY-----\n";
    var secrets = new CallSecrets("");
    secrets.add(dict("private_keys", List.of(List.of("ssh-rsa", key))));
    var scrubber = secrets.scrubber();

    assertThat(scrubber.scrub(key.lines().toList()))
        .containsExactly(
            "-----BEGIN RSA PRIVATE KEY-----",
            "***",
            "***",
            "***",
            "-----END RSA PRIVATE KEY-----");
    assertThat(scrubber.scrub("('ssh-rsa', '" + key.replace("\n", "\\n") + "')"))
        .startsWith(
            "('ssh-rsa', '-----BEGIN RSA PRIVATE KEY-----\\n***\\n***\\n***\\n-----END RSA");
    assertThat(scrubber.scrub(List.of("MIIEpAIBAAKCAQ", "EA7Vx1q0Zk9PpQm2oWc3Yx", "5t8uKg==")))
        .containsExactly("***", "***", "***");
    assertThat(scrubber.scrub("DEBUG q0Zk9PpQm2oWc3Yx5t8u.")).isEqualTo("DEBUG ***.");
  }

  @Test
  void a_secret_that_goes_on_in_the_next_line_is_found() {
    assertThat(knowing("hunter22").scrub(List.of("it is hun", "ter22, really")))
        .containsExactly("it is ***", "***, really");
    assertThat(knowing("hunter22").scrub(List.of("h", "u", "n", "t", "e", "r", "2", "2", "!")))
        .containsExactly("***", "***", "***", "***", "***", "***", "***", "***", "!");
  }

  @Test
  void values_of_a_configuration_are_found_and_its_names_are_not() {
    var scrubber =
        configured(
            """
            [radius]
            server = radius.example
            shared_secret: s3cr
            ; password = retired-1
            urls = ldap://bind:b1nd-pw@one.example, ldap://two.example
            names =
              first.example
              second.example
            timeout = 30
            """);

    assertThat(
            scrubber.scrub(
                List.of(
                    "[radius] server is radius.example, shared_secret is s3cr",
                    "was retired-1, now b1nd-pw",
                    "asking ldap://two.example, then first.example and second.example",
                    "timeout 30 of names")))
        .containsExactly(
            "[radius] server is ***, shared_secret is ***",
            "was ***, now ***",
            "asking ***, then *** and ***",
            "timeout 30 of names");
  }

  @ParameterizedTest
  @CsvSource({
    "a = 1, 1",
    "a = yes, yes",
    "level = debug, debug",
    "a = warning, a warning",
    "a = 8443, 8443"
  })
  void short_and_plain_settings_are_left_alone(String configuration, String line) {
    assertThat(configured(configuration).scrub(line)).isEqualTo(line);
  }

  @Test
  void secrets_are_those_under_their_names_however_deep_and_all_of_a_bare_list() {
    var secrets = new CallSecrets("");
    secrets.add(
        dict(
            "passwords",
            List.of("first-pw", "second-pw"),
            "cookie",
            dict("SessionToken", "tok-123", "user", "alice-a"),
            "otp",
            123456));
    secrets.add(items("code-99"));

    assertThat(secrets.scrubber().scrub("first-pw, second-pw, tok-123, alice-a, 123456, code-99"))
        .isEqualTo("***, ***, ***, alice-a, ***, ***");
  }

  @Test
  void passwords_that_overlap_are_masked_together() {
    var secrets = new CallSecrets("");
    secrets.add(dict("passwords", List.of("abcdef", "defghi", "cdef", "hijk")));

    assertThat(secrets.scrubber().scrub("xabcdefghijky abcde")).isEqualTo("x***y abcde");
  }

  @Test
  void the_automaton_finds_what_is_found_one_by_one() {
    var seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var texts = new ArrayList<String>();
      for (int i = 0; i < 8; i++) {
        texts.add(letters(random, 1 + random.nextInt(5)));
      }
      var searched = letters(random, 60);

      assertThat(new TextAutomaton(texts).marks(searched))
          .as("seed %d, %s in %s", seed, texts, searched)
          .isEqualTo(new TextSearch(texts).marks(searched));
    }
  }

  private static String letters(Random random, int length) {
    var text = new StringBuilder();
    IntStream.range(0, length).forEach(_ -> text.append((char) ('a' + random.nextInt(3))));
    return text.toString();
  }

  @Test
  @Timeout(20)
  void takes_no_longer_for_what_is_made_to_take_long() {
    var secrets = new CallSecrets("");
    secrets.add(
        dict("passwords", IntStream.range(1, 60).mapToObj(n -> "a".repeat(n * 10) + "b").toList()));
    long start = System.nanoTime();

    assertThat(secrets.scrubber().scrub("a".repeat(2 << 20))).hasSize(2 << 20);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void with_too_many_secrets_nothing_is_logged() {
    var secrets = new CallSecrets("");
    secrets.add(dict("passwords", IntStream.range(0, 20_000).mapToObj(n -> "pw-" + n).toList()));

    assertThat(secrets.scrubber().scrub(List.of("pw-19999", "anything")))
        .containsExactly("***", "***");
    assertThat(knowing("x".repeat(1 << 20)).scrub("anything")).isEqualTo("***");
  }
}
