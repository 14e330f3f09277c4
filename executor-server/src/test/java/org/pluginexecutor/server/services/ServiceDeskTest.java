// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.config.ServicesConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.shim.ShimAnswer;
import org.pluginexecutor.server.shim.ShimAsk;
import org.pluginexecutor.server.value.PluginValue;

class ServiceDeskTest {
  private static final Caller CALLER = new Caller("gateway-1", "192.0.2.1:4711");
  private static final String CONFIGURATION =
      "[credential_store]\nname=secrets\n[user_list]\nname=staff\n[ldap_server]\nname=corp\n"
          + "[more]\nname=unknown\n[tls]\nca_cert=$[roots]\n";

  @TempDir Path directory;

  private final List<AuditEntry> audited = new ArrayList<>();
  private final List<PluginValue> keptFromLog = new ArrayList<>();
  private Services services = Services.none();
  private boolean isAuditBroken;
  private boolean isInstance = true;

  @BeforeEach
  void open() throws IOException {
    services =
        Services.open(
            ServicesConfig.defaults().withFile(TestServices.write(directory, TestServices.ALL)),
            StoreCipher.none(),
            secrets -> {
              if (isAuditBroken) {
                throw new ExecutorException(
                    new ExecutorError.WorkerStartFailed("the audit log", Duration.ZERO));
              }
              secrets.forEach(secret -> audited.add(secret.toDone(Instant.EPOCH, 7)));
            },
            InstantSource.system(),
            System::nanoTime);
  }

  private ServiceDesk desk(String configuration, String plugin) {
    return services.desk(
        new DeskClient(
            CALLER,
            "s-1",
            isInstance,
            "instance login, aa/" + plugin + "/1.0",
            plugin,
            "sha256:00",
            configuration,
            keptFromLog::add));
  }

  private ShimAnswer ask(String service, String operation, @Nullable Object... arguments) {
    return desk(CONFIGURATION, "p").answer(new ShimAsk(1, service, operation, dict(arguments)));
  }

  private static ShimAnswer value(@Nullable Object value) {
    return new ShimAnswer.Value(org.pluginexecutor.server.value.TestValues.value(value));
  }

  @Test
  void gives_the_credentials_of_a_host_and_a_user() {
    var answer =
        ask(
            "credential_store",
            "credentials",
            "name",
            "secrets",
            "host",
            "auth",
            "user",
            "api_key");

    assertThat(answer).isEqualTo(value(items("first-s3cret", "second-s3cret")));
    assertThat(keptFromLog).containsExactly(items("first-s3cret", "second-s3cret"));
    assertThat(audited).hasSize(1);
    var entry = audited.getFirst();
    assertThat(entry.caller()).isEqualTo(CALLER);
    assertThat(entry.action()).isEqualTo("GiveSecret");
    assertThat(entry.subject())
        .isEqualTo(
            "credential store secrets, host auth, user api_key; to instance login, aa/p/1.0,"
                + " session s-1");
    assertThat(entry.digest()).isEqualTo("sha256:00");
    assertThat(entry.toString()).doesNotContain("s3cret");
  }

  @Test
  void gives_nothing_for_a_host_that_has_nothing_and_audits_nothing() {
    var answer =
        ask(
            "credential_store",
            "credentials",
            "name",
            "secrets",
            "host",
            "AUTH",
            "user",
            "api_key");

    assertThat(answer).isEqualTo(value(items()));
    assertThat(audited).isEmpty();
  }

  @Test
  void gives_all_of_a_store_and_audits_each() {
    var answer = ask("credential_store", "all", "name", "secrets");

    var key = "-----BEGIN PRIVATE KEY-----\nthird-s3cret\n-----END PRIVATE KEY-----\n";
    assertThat(answer)
        .isEqualTo(
            value(
                items(
                    items("api_key", "auth", "first-s3cret"),
                    items("api_key", "auth", "second-s3cret"),
                    items("signing", "vault", dict("type", "ssh-rsa", "key", key)))));
    assertThat(audited)
        .extracting(entry -> entry.subject().substring(0, entry.subject().indexOf(';')))
        .containsExactly(
            "credential store secrets, host auth, user api_key",
            "credential store secrets, host vault, user signing");
  }

  @Test
  void a_secret_is_audited_once_a_call() {
    var desk = desk(CONFIGURATION, "p");
    var ask = new ShimAsk(1, "ldap_server", "get", dict("name", "corp"));

    var first = desk.answer(ask);
    var second = desk.answer(ask);

    assertThat(second).isEqualTo(first);
    assertThat(audited)
        .extracting(AuditEntry::subject)
        .singleElement()
        .asString()
        .startsWith("LDAP server corp, bind password; to ");
    ask("ldap_server", "get", "name", "corp");
    assertThat(audited).hasSize(2);
  }

  @Test
  void a_secret_that_cannot_be_audited_is_not_given() {
    isAuditBroken = true;

    var answer =
        ask(
            "credential_store",
            "credentials",
            "name",
            "secrets",
            "host",
            "auth",
            "user",
            "api_key");

    assertThat(answer).isEqualTo(new ShimAnswer.Failed("credential_store: cannot be had now"));
    assertThat(ask("user_list", "get", "name", "staff")).isInstanceOf(ShimAnswer.Value.class);
  }

  @Test
  void gives_user_lists_and_ca_lists_without_an_audit() {
    assertThat(ask("user_list", "get", "name", "staff"))
        .isEqualTo(value(dict("allow", "no_user", "except", items("alice", "Jürgen"))));
    assertThat(ask("trusted_ca_list", "get", "name", "roots"))
        .isEqualTo(value(items(TestServices.CERTIFICATE)));
    assertThat(audited).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "others", "STAFF", "roots", ""})
  void what_the_configuration_does_not_name_is_refused(String name) {
    assertThat(ask("user_list", "get", "name", name))
        .isEqualTo(
            new ShimAnswer.Refused(
                "user_list: "
                    + name
                    + " (expected: a name that the instance's configuration has in an option"
                    + " 'name', in whatever section)"));
  }

  @Test
  void a_configuration_that_came_with_the_call_gives_no_secrets() {
    isInstance = false;

    for (var service : List.of("credential_store", "ldap_server")) {
      assertThat(ask(service, service.equals("ldap_server") ? "get" : "all", "name", "secrets"))
          .isEqualTo(
              new ShimAnswer.Refused(
                  service
                      + ": the configuration came with the call (expected: a call of a plugin"
                      + " instance, since no secret is given to others)"));
    }
    assertThat(desk("", "starling").answer(new ShimAsk(1, "box", "get", dict())))
        .isEqualTo(value(dict("gateway_fqdn", "gateway.example.com")));
    assertThat(ask("user_list", "get", "name", "staff")).isInstanceOf(ShimAnswer.Value.class);
    assertThat(audited).isEmpty();
  }

  @Test
  void a_ca_list_has_its_own_way_to_be_named() {
    assertThat(ask("trusted_ca_list", "get", "name", "secrets"))
        .isEqualTo(
            new ShimAnswer.Refused(
                "trusted_ca_list: secrets (expected: a name that the instance's configuration has"
                    + " as $[NAME], in whatever option)"));
  }

  @Test
  void what_the_configuration_names_and_nobody_has_is_refused() {
    assertThat(ask("user_list", "get", "name", "unknown"))
        .isEqualTo(
            new ShimAnswer.Refused(
                "user_list: unknown (expected: one that the server's services file has)"));
  }

  @Test
  void gives_the_proxy_to_every_instance_and_audits_its_password() {
    assertThat(ask("https_proxy", "get"))
        .isEqualTo(
            value(
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
                    "fifth-s3cret")));
    assertThat(audited)
        .extracting(AuditEntry::subject)
        .singleElement()
        .asString()
        .startsWith("HTTPS proxy, password; to ");
  }

  @Test
  void a_configuration_that_came_with_the_call_gets_the_proxy_without_its_password() {
    isInstance = false;

    assertThat(ask("https_proxy", "get"))
        .isEqualTo(
            value(
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
                    null)));
    assertThat(audited).isEmpty();
  }

  @Test
  void without_a_file_there_is_neither_a_proxy_nor_a_property() {
    services = Services.none();

    assertThat(ask("https_proxy", "get")).isEqualTo(value(null));
    assertThat(ask("box", "get")).isEqualTo(value(dict()));
  }

  @Test
  void gives_secrets_of_the_gateway_to_the_plugins_that_are_named_alone() {
    var ask = new ShimAsk(1, "box", "get", dict());

    assertThat(desk("", "p").answer(ask))
        .isEqualTo(value(dict("gateway_fqdn", "gateway.example.com")));
    assertThat(audited).isEmpty();
    assertThat(desk("", "starling").answer(ask))
        .isEqualTo(
            value(
                dict(
                    "gateway_fqdn",
                    "gateway.example.com",
                    "starling_join_credential_string",
                    "sixth-s3cret")));
    assertThat(audited).hasSize(1);
    assertThat(keptFromLog).containsExactly(items("sixth-s3cret"));
  }

  @Test
  void the_cache_is_common_to_all_plugins() {
    var set = new ShimAsk(1, "memory_cache", "set", dict("key", "k", "value", "v", "ttl", 60));
    var get = new ShimAsk(1, "memory_cache", "get", dict("key", "k"));

    assertThat(desk("", "one").answer(get)).isEqualTo(value(null));
    assertThat(desk("", "one").answer(set)).isEqualTo(value(null));
    assertThat(desk("", "two").answer(get)).isEqualTo(value("v"));
  }

  @Test
  void questions_that_are_wrong_are_refused() {
    assertThat(ask("memory_cache", "set", "key", "k", "value", "v", "ttl", -1))
        .isInstanceOf(ShimAnswer.Refused.class);
    assertThat(ask("memory_cache", "set", "key", "k", "value", "v", "ttl", Long.MAX_VALUE))
        .isInstanceOf(ShimAnswer.Refused.class);
    assertThat(ask("memory_cache", "set", "key", "k", "value", 1, "ttl", 0))
        .isEqualTo(new ShimAnswer.Refused("memory_cache.value: not there (expected: text)"));
    assertThat(ask("user_list", "get"))
        .isEqualTo(new ShimAnswer.Refused("user_list.name: not there (expected: text)"));
    assertThat(ask("user_list\u001b[31m", "x".repeat(500)).toString())
        .doesNotContain("\u001b")
        .hasSizeLessThan(250);
  }
}
