// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.InstanceOptions;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;

/** What plugins get from the server while they run, on whatever level this machine gives. */
@Timeout(120)
class ServicesTest {
  private static final String SERVICES =
      """
      credential-stores:
        secrets:
          - {host: auth, user: api_key, password: s3cret-of-auth}
      user-lists:
        staff: {allow: no_user, except: [alice]}
        others: {allow: all_users}
      box: {gateway_fqdn: gateway.example.com}
      """;
  private static final String ASKING =
      """
      import json
      import _plugin_executor
      class Plugin(object):
          def __init__(self, configuration=''):
              self.configuration = configuration
          def authenticate(self, session_cookie):
              answers = []
              for service, operation, arguments in session_cookie['asks']:
                  try:
                      answers.append(_plugin_executor.ask(service, operation, arguments))
                  except LookupError as error:
                      answers.append('refused: %s' % error)
                  except OSError as error:
                      answers.append('failed: %s' % error)
              print(json.dumps(answers))
              return {'verdict': 'ACCEPT', 'additional_metadata': json.dumps(answers)}
      """;

  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    var file = write(SERVICES);
    server = TestServer.start(config -> config.withServices(config.services().withFile(file)));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Path write(String text) throws IOException {
    var file = directory.resolve("services.yaml");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /** Secrets are for instances alone. */
  private PluginTarget plugin(String name, String configuration) {
    var zip = PluginZip.aa(name, ASKING);
    var _ = server.upload(name, zip);
    server
        .client()
        .instances()
        .create(
            "of-" + name,
            zip.pluginName(),
            InstanceOptions.newBuilder().configuration(configuration).build());
    return new PluginTarget.Instance("of-" + name);
  }

  private String answers(PluginTarget target, Object... asks) {
    var call =
        HookCall.newBuilder(target, "authenticate", "s-1")
            .sessionCookie(Map.of("asks", List.of(asks)))
            .build();
    var outcome = server.client().call(call).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Returned.class);
    var result = ((Outcome.Returned) outcome).result();
    return String.valueOf(Objects.requireNonNull(result).get("additional_metadata"));
  }

  private static Object ask(String service, String operation, Map<String, ?> arguments) {
    return List.of(service, operation, arguments);
  }

  @Test
  void a_plugin_gets_what_its_configuration_names_and_nothing_else() {
    var target = plugin("asking", "[credential_store]\nname=secrets\n[user_list]\nname=staff\n");

    assertThat(
            answers(
                target,
                ask(
                    "credential_store",
                    "credentials",
                    Map.of("name", "secrets", "host", "auth", "user", "api_key")),
                ask("user_list", "get", Map.of("name", "staff")),
                ask("box", "get", Map.of())))
        .isEqualTo(
            "[[\"s3cret-of-auth\"], {\"allow\": \"no_user\", \"except\": [\"alice\"]},"
                + " {\"gateway_fqdn\": \"gateway.example.com\"}]");
    assertThat(answers(target, ask("user_list", "get", Map.of("name", "others"))))
        .startsWith("[\"refused: user_list: others (expected: a name");
  }

  @Test
  void each_secret_that_was_given_stands_in_the_audit_log() throws IOException {
    var target = plugin("asking", "[credential_store]\nname=secrets\n");

    var _ = answers(target, ask("credential_store", "all", Map.of("name", "secrets")));

    var audit = Files.readString(server.dataDirectory().resolve("audit.log"));
    assertThat(audit)
        .contains("\"action\":\"GiveSecret\"")
        .contains(
            "credential store secrets, host auth, user api_key; to instance of-asking,"
                + " aa/asking/1.0.0")
        .contains("session s-1")
        .contains("\"caller\":\"local\"")
        .doesNotContain("s3cret");
  }

  @Test
  void no_secret_is_given_while_the_audit_log_that_must_be_written_cannot_be() throws IOException {
    server.close();
    var file = directory.resolve("services.yaml");
    server =
        TestServer.start(config ->
            config
                .withServices(config.services().withFile(file))
                .withStore(config.store().withMustAudit(true)));
    var target = plugin("asking", "[credential_store]\nname=secrets\n[user_list]\nname=staff\n");
    var log = server.dataDirectory().resolve("audit.log");
    Files.move(log, directory.resolve("kept"));
    // Not even root can add to it.
    Files.createDirectory(log);

    var answers =
        answers(
            target,
            ask("credential_store", "all", Map.of("name", "secrets")),
            ask("user_list", "get", Map.of("name", "staff")));

    assertThat(answers)
        .isEqualTo(
            "[\"failed: credential_store: cannot be had now\","
                + " {\"allow\": \"no_user\", \"except\": [\"alice\"]}]");
    Files.delete(log);
    Files.move(directory.resolve("kept"), log);
    assertThat(answers(target, ask("credential_store", "all", Map.of("name", "secrets"))))
        .contains("s3cret-of-auth");
  }

  @Test
  void a_proxy_is_given_from_the_call_on_in_which_there_is_one() throws IOException {
    var target = plugin("asking", "");
    var question = ask("https_proxy", "get", Map.of());
    assertThat(answers(target, question)).isEqualTo("[null]");

    write("https-proxy: {server: proxy.example.com, password: s3cret}\n");

    assertThat(answers(target, question)).contains("proxy.example.com", "3128", "s3cret");
  }

  @Test
  void the_cache_is_shared_by_plugins() {
    var one = plugin("one", "");
    var two = plugin("two", "");

    assertThat(
            answers(
                one,
                ask("memory_cache", "set", Map.of("key", "a:b", "value", "1", "ttl", 60)),
                ask("memory_cache", "get", Map.of("key", "a:b"))))
        .isEqualTo("[null, \"1\"]");
    assertThat(answers(two, ask("memory_cache", "get", Map.of("key", "a:b")))).isEqualTo("[\"1\"]");
  }

  @Test
  void a_change_of_the_file_holds_from_the_next_call_on() throws IOException {
    var target = plugin("asking", "[user_list]\nname=new\n");
    var question = ask("user_list", "get", Map.of("name", "new"));
    assertThat(answers(target, question)).contains("one that the server's services file has");

    write("user-lists: {new: {allow: all_users}}\n");

    assertThat(answers(target, question)).isEqualTo("[{\"allow\": \"all_users\", \"except\": []}]");
  }
}
