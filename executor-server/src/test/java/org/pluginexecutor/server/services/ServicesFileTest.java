// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.value.PluginValue;

class ServicesFileTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path directory;

  private ServicesFile open(String text) throws IOException {
    return ServicesFile.open(TestServices.write(directory, text), StoreCipher.none(), CLOCK);
  }

  private List<String> errors(String text) throws IOException {
    var file = TestServices.write(directory, text);
    return catchThrowableOfType(
            ServicesFileException.class, () -> ServicesFile.open(file, StoreCipher.none(), CLOCK))
        .errors()
        .stream()
        .map(error -> error.replace(file.toString(), "FILE"))
        .toList();
  }

  @Test
  void says_everything_that_it_has() throws IOException {
    var entries = open(TestServices.ALL).entries();

    var store = TestServices.named(entries.credentialStores(), "secrets");
    assertThat(store).extracting(Credential::host).containsExactly("auth", "auth", "vault");
    assertThat(store.get(1).reveal()).isEqualTo(new PluginValue.Text("second-s3cret"));
    assertThat(store.get(2).reveal())
        .isEqualTo(
            dict(
                "type",
                "ssh-rsa",
                "key",
                "-----BEGIN PRIVATE KEY-----\nthird-s3cret\n-----END PRIVATE KEY-----\n"));
    assertThat(TestServices.named(entries.credentialStores(), "empty")).isEmpty();
    assertThat(entries.userLists())
        .containsEntry("staff", dict("allow", "no_user", "except", items("alice", "Jürgen")))
        .containsEntry("all", dict("allow", "all_users", "except", items()));
    assertThat(TestServices.named(entries.ldapServers(), "corp").reveal())
        .isEqualTo(
            dict(
                "uri",
                items("ldaps://ldap.example.com"),
                "bind_dn",
                "cn=reader",
                "user_base_dn",
                "ou=people",
                "user_name_attribute",
                "uid",
                "start_tls",
                false,
                "ca_certificates",
                items(TestServices.CERTIFICATE),
                "time_limit",
                5,
                "bind_password",
                "fourth-s3cret"));
    assertThat(entries.caLists()).containsEntry("roots", List.of(TestServices.CERTIFICATE));
    assertThat(entries.httpsProxy().orElseThrow().reveal())
        .isEqualTo(
            dict(
                "enabled",
                true,
                "server",
                "proxy.example.com",
                "port",
                3128,
                "username",
                "proxy-user",
                "password",
                "fifth-s3cret"));
    assertThat(entries.box()).containsEntry("gateway_fqdn", "gateway.example.com");
    assertThat(entries.toString()).doesNotContain("s3cret");
  }

  @Test
  void an_empty_file_says_nothing() throws IOException {
    assertThat(open("# nothing yet\n").entries()).isEqualTo(ServiceEntries.NONE);
  }

  @Test
  void everything_that_is_wrong_is_said_at_once_with_its_place() throws IOException {
    assertThat(
            errors(
                """
                credential-stores:
                  secrets:
                    - {host: auth, password: a-s3cret, user: u, pasword: b}
                    - {host: auth, user: u}
                    - {host: h, user: u, key: k, password: p}
                user-lists:
                  staff: {allow: nobody}
                  others: none
                ldap-servers:
                  corp: {uris: http://x, start-tls: maybe, time-limit-s: 0, bind-dn: cn=x}
                trusted-ca-lists:
                  roots: no certificate
                https-proxy: {port: 70000}
                boxes: {}
                """))
        .containsExactlyInAnyOrder(
            "FILE:3: credential-stores.secrets[1].pasword: unknown key (expected: certificate,"
                + " host, key, password, type, user)",
            "FILE:4: credential-stores.secrets[2].password: not there (expected: a password or a"
                + " key)",
            "FILE:5: credential-stores.secrets[3].password: there with a key (expected: a password"
                + " or a key)",
            "FILE:7: user-lists.staff.allow: nobody (expected: no_user or all_users)",
            "FILE:8: user-lists.others: text (expected: a mapping with keys)",
            "FILE:8: user-lists.others.allow: not there (expected: text)",
            "FILE:10: ldap-servers.corp.uris: not all of them can be used (expected: ldap://HOST or"
                + " ldaps://HOST)",
            "FILE:10: ldap-servers.corp.start-tls: maybe (expected: false or true)",
            "FILE:10: ldap-servers.corp.time-limit-s: 0 (expected: a whole number, 1 to 300)",
            "FILE:10: ldap-servers.corp.bind-password: without bind-dn, or the reverse (expected:"
                + " both or none)",
            "FILE:12: trusted-ca-lists.roots: not readable (expected: certificates in PEM)",
            "FILE:13: https-proxy.server: not there (expected: text)",
            "FILE:13: https-proxy.port: 70000 (expected: a whole number, 1 to 65535)",
            "FILE:14: boxes: unknown key (expected: box, box-secrets, credential-stores,"
                + " https-proxy, ldap-servers, trusted-ca-lists, user-lists)");
  }

  @Test
  void what_is_no_yaml_is_refused_without_showing_it() throws IOException {
    assertThat(errors("credential-stores: {a: [{password: s3cret\n"))
        .singleElement()
        .asString()
        .contains("no valid YAML")
        .doesNotContain("s3cret");
    assertThat(errors("a: &x b\nc: *x\n")).singleElement().asString().contains("an alias");
    assertThat(errors("a: 1\n---\nb: 2\n")).singleElement().asString().contains("document");
    assertThat(errors("[[[[[[[[[[[[]]]]]]]]]]]]"))
        .singleElement()
        .asString()
        .contains("nested too deep");
    assertThat(errors("box: {a: 1, a: 2}\n"))
        .containsExactly("FILE:1: box.a: there twice (expected: once)");
    assertThat(errors("box: !!java.io.File x\n")).anyMatch(error -> error.contains("a tag"));
  }

  @ParameterizedTest
  @CsvSource({"rw-r-----,false", "rw-----w-,false", "rw-------,true", "r--------,true"})
  void plain_secrets_may_stand_in_a_file_of_its_owner_alone(String mode, boolean isFine)
      throws IOException {
    var file = TestServices.write(directory, TestServices.ALL, mode);

    var failure =
        Optional.ofNullable(
            catchThrowableOfType(
                ServicesFileException.class,
                () -> ServicesFile.open(file, StoreCipher.none(), CLOCK)));

    assertThat(failure.isEmpty()).isEqualTo(isFine);
    failure.ifPresent(wrong ->
        assertThat(wrong)
            .hasMessageContaining(":4: a secret that others can read")
            .hasMessageContaining("store seal"));
  }

  @Test
  void a_change_holds_from_the_next_question_on() throws IOException {
    var file = open("user-lists: {a: {allow: no_user}}\n");
    assertThat(file.entries().userLists()).containsOnlyKeys("a");

    TestServices.write(directory, "user-lists: {b: {allow: no_user}}\n");

    assertThat(file.entries().userLists()).containsOnlyKeys("b");
  }

  @Test
  void a_change_that_cannot_be_used_leaves_what_was_there_before() throws IOException {
    var file = open("user-lists: {a: {allow: no_user}}\n");

    TestServices.write(directory, "user-lists: {b: {allow: nobody}}\n");
    assertThat(file.entries().userLists()).containsOnlyKeys("a");
    Files.delete(directory.resolve("services.yaml"));
    assertThat(file.entries().userLists()).containsOnlyKeys("a");
    TestServices.write(directory, "user-lists: {c: {allow: no_user}}\n");

    assertThat(file.entries().userLists()).containsOnlyKeys("c");
  }

  @Test
  void a_file_that_is_none_is_refused() throws IOException {
    assertThatThrownBy(() -> ServicesFile.check(directory.resolve("none.yaml")))
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> ServicesFile.check(directory))
        .hasMessageContaining("not a regular file");
    Files.write(directory.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xfc});
    assertThatThrownBy(() -> ServicesFile.check(directory.resolve("latin.yaml")))
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void a_check_needs_no_key() throws IOException {
    var cipher = TestServices.cipher(directory);
    var file = TestServices.write(directory, TestServices.ALL);
    TestServices.write(directory, SealedText.of(file, cipher).text(), "rw-r--r--");

    ServicesFile.check(file);

    assertThatThrownBy(() -> ServicesFile.open(file, StoreCipher.none(), CLOCK))
        .hasMessageContaining("this server has no key");
  }
}
