// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.InstanceOptions;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.VerdictKind;
import org.pluginexecutor.server.config.IsolationLevel;

/** Plugins that are written with the SDK, on a server that has what they ask for. */
@Timeout(180)
class SdkPluginTest {
  private static final String SERVICES =
      """
      credential-stores:
        secrets:
          - {host: auth, user: api_key, password: s3cret-of-auth}
          - {host: vault, user: token, password: s3cret-of-vault}
      user-lists:
        staff: {allow: no_user, except: [alice]}
      box: {gateway_fqdn: gateway.example.com}
      """;

  private static final String AA =
      """
      from safeguard.sessions.plugin import AAPlugin, AAResponse
      from safeguard.sessions.plugin.box_configuration import BoxConfiguration
      from safeguard.sessions.plugin.memory_cache import MemoryCache

      class Plugin(AAPlugin):
          def do_authenticate(self):
              key = self.plugin_configuration.get('auth', 'api_key')
              print('the key is', key)
              cache = MemoryCache.from_config(self.plugin_configuration, prefix='test')
              seen = cache.get('seen') or []
              cache.set('seen', seen + [self.username])
              if self.mfa_password != 'otp-of-' + key:
                  return AAResponse.deny()
              return AAResponse.accept().with_cookie(
                  {'seen': seen, 'gateway': BoxConfiguration.open().get_gateway_fqdn()})
      """;
  private static final String AA_CONFIGURATION =
      """
      [credential_store]
      name=secrets
      [auth]
      api_key=$
      [whitelist source=user_list]
      name=staff
      """;

  private static final String CREDENTIAL_STORE =
      """
      from safeguard.sessions.plugin import CredentialStorePlugin
      from safeguard.sessions.plugin.memory_cache import MemoryCache

      class Plugin(CredentialStorePlugin):
          def do_get_password_list(self):
              cache = MemoryCache.from_config(self.plugin_configuration, prefix='test')
              token = self.plugin_configuration.get('vault', 'token')
              return {'passwords': ['%s/%s/%s' % (token, self.account, cache.get('seen'))]}
      """;

  @TempDir Path directory;

  private TestServer start(IsolationLevel level) throws IOException {
    var file = directory.resolve("services.yaml");
    Files.writeString(file, SERVICES);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try {
      return TestServer.start(config ->
          config
              .withServices(config.services().withFile(file))
              .withSandbox(config.sandbox().withIsolation(level)));
    } catch (UncheckedIOException e) {
      // The machines that decide about changes have to give both levels.
      assumeTrue(System.getenv("CI") != null, "this machine does not give the level: " + e);
      throw e;
    }
  }

  private static PluginTarget instance(TestServer server, PluginZip zip, String configuration) {
    var _ = server.upload(zip.name(), zip);
    server
        .client()
        .instances()
        .create(
            "of-" + zip.name(),
            zip.pluginName(),
            InstanceOptions.newBuilder().configuration(configuration).build());
    return new PluginTarget.Instance("of-" + zip.name());
  }

  private static HookResponse authenticate(TestServer server, PluginTarget plugin, String user) {
    return server
        .client()
        .call(
            HookCall.newBuilder(plugin, "authenticate", "s-1")
                .arguments(
                    Map.of(
                        "protocol",
                        "ssh",
                        "gateway_user",
                        user,
                        "client_ip",
                        "192.0.2.1",
                        "key_value_pairs",
                        Map.of("otp", "otp-of-s3cret-of-auth")))
                .build());
  }

  private static Outcome.Returned returned(HookResponse response) {
    assertThat(response.outcome())
        .as(TestServer.output(response))
        .isInstanceOf(Outcome.Returned.class);
    return (Outcome.Returned) response.outcome();
  }

  private static Map<String, @Nullable Object> result(HookResponse response) {
    return Objects.requireNonNull(returned(response).result());
  }

  @ParameterizedTest
  @EnumSource
  void plugins_get_what_the_gateway_gave(IsolationLevel level) throws IOException {
    try (var server = start(level)) {
      var aa = instance(server, PluginZip.aa("sdk_aa", AA), AA_CONFIGURATION);
      var store =
          instance(
              server,
              PluginZip.credentialStore("sdk_store", CREDENTIAL_STORE),
              "[credential_store]\nname=secrets\n[vault]\ntoken=$\n");

      var first = authenticate(server, aa, "bob");
      assertThat(returned(first).verdict()).contains(VerdictKind.ACCEPT);
      assertThat(first.cookie())
          .containsEntry("seen", List.of())
          .containsEntry("gateway", "gateway.example.com");
      assertThat(TestServer.output(first)).contains("the key is s3cret-of-auth");
      // Waiting workers and zygotes that have the SDK already serve the same.
      var lines = TestServer.output(first).replace("bob", "carol");
      for (int i = 0; i < 12; i++) {
        var again = authenticate(server, aa, "carol");
        assertThat(returned(again).verdict()).contains(VerdictKind.ACCEPT);
        // What they rehearse before they are called is heard by nobody.
        assertThat(TestServer.output(again)).isEqualTo(lines);
      }
      // Whoever is in the list needs no second factor, so that the plugin itself is not asked.
      var listed = authenticate(server, aa, "alice");
      assertThat(returned(listed).verdict()).contains(VerdictKind.ACCEPT);
      assertThat(TestServer.output(listed)).doesNotContain("the key is");

      var passwords =
          server
              .client()
              .call(
                  HookCall.newBuilder(store, "get_password_list", "s-2")
                      .arguments(
                          Map.of(
                              "protocol",
                              "ssh",
                              "server_username",
                              "root",
                              "server_ip",
                              "192.0.2.7"))
                      .build());
      assertThat(String.valueOf(result(passwords).get("passwords")))
          .startsWith("[s3cret-of-vault/root/['bob', 'carol'");
      assertThat(Files.readString(server.dataDirectory().resolve("audit.log")))
          .contains("host auth, user api_key; to instance of-sdk_aa, aa/sdk_aa/1.0.0, session s-1")
          .contains("host vault, user token; to instance of-sdk_store")
          .doesNotContain("s3cret");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_store_that_the_configuration_does_not_name_fails_the_call(IsolationLevel level)
      throws IOException {
    try (var server = start(level)) {
      var aa =
          instance(
              server,
              PluginZip.aa("sdk_aa", AA),
              "[credential_store]\nname=no\n[auth]\napi_key=$\n");

      assertThat(authenticate(server, aa, "bob").outcome()).isInstanceOf(Outcome.Raised.class);
    }
  }
}
