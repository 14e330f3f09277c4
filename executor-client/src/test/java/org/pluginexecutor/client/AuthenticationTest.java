// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.internal.Authentication;
import org.pluginexecutor.client.internal.TokenSource;

/** What the client shows to a server, and to which. */
class AuthenticationTest {
  private static final HookCall CALL =
      HookCall.newBuilder(new PluginTarget.Instance("access"), "authenticate", "s-1").build();

  @TempDir Path directory;
  private final ScriptedHookService hooks = new ScriptedHookService();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private Server server;

  /** Writes down what each call shows. */
  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Metadata.Key<String> key = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
      shown.add(String.valueOf(headers.get(key)));
      return next.startCall(call, headers);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(hooks)
            .intercept(new Recorder())
            .build()
            .start();
    hooks.answer(Answers.accept().build(), Answers.accept().build());
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private PluginExecutorClientOptions.Builder options() {
    return PluginExecutorClientOptions.newBuilder().target("127.0.0.1:" + server.getPort());
  }

  @Test
  void shows_the_token_that_it_is_given() {
    try (var client = PluginExecutorClient.connect(options().token("pex_secret").build())) {
      client.call(CALL);
    }
    assertThat(shown).containsExactly("Bearer pex_secret");
  }

  @Test
  void reads_the_file_at_each_call_so_that_a_new_token_holds_at_once() throws IOException {
    var file = Files.writeString(directory.resolve("token"), "pex_old\n");
    try (var client = PluginExecutorClient.connect(options().tokenFile(file).build())) {
      client.call(CALL);
      Files.writeString(file, "pex_new\n");
      client.call(CALL);
    }
    assertThat(shown).containsExactly("Bearer pex_old", "Bearer pex_new");
  }

  @Test
  void without_the_file_the_call_is_not_sent_and_the_hook_did_not_run() {
    var file = directory.resolve("token");
    try (var client = PluginExecutorClient.connect(options().tokenFile(file).build())) {
      assertThatThrownBy(() -> client.call(CALL))
          .isInstanceOfSatisfying(
              AccessException.class,
              e -> {
                assertThat(e).hasMessageContaining(file + ": no such file (expected: a token)");
                assertThat(e.hookMayHaveRun()).isFalse();
              });
    }
    assertThat(shown).isEmpty();
  }

  @Test
  void says_nothing_of_what_is_in_a_file_that_has_no_token() throws IOException {
    var file = Files.writeString(directory.resolve("token"), "hunter2 hunter3");
    try (var client = PluginExecutorClient.connect(options().tokenFile(file).build())) {
      assertThatThrownBy(() -> client.call(CALL))
          .isInstanceOf(AccessException.class)
          .hasMessageContaining("malformed")
          .hasMessageNotContaining("hunter");
    }
  }

  @Test
  void sends_no_token_in_the_clear_to_a_name_that_may_be_another_machine() {
    // It happens to be this one, and the client does not know.
    var target = "[::ffff:127.0.0.1]:" + server.getPort();
    var named = PluginExecutorClientOptions.newBuilder().target(target).token("pex_secret");
    try (var client = PluginExecutorClient.connect(named.build())) {
      assertThatThrownBy(() -> client.call(CALL))
          .isInstanceOfSatisfying(
              AccessException.class,
              e -> {
                assertThat(e).hasMessageContaining("token: not sent over a connection that is not");
                assertThat(e.hookMayHaveRun()).isFalse();
              });
    }
    assertThat(shown).isEmpty();

    try (var client = PluginExecutorClient.connect(named.tokenOverPlainText(true).build())) {
      client.call(CALL);
    }
    assertThat(shown).containsExactly("Bearer pex_secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:50061",
        "127.1.2.3:1",
        "localhost:50061",
        "LOCALHOST:1",
        "[::1]:50061",
        "dns:///localhost:1",
        "unix:/run/socket",
        "unix:///run/socket",
      })
  void knows_this_machine(String target) {
    assertThat(Authentication.isLocal(target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateway:50061",
        "192.0.2.1:50061",
        "localhost.example.org:1",
        "127.0.0.1.example.org:1",
        "dns://192.0.2.53/localhost:1",
        "xunix:/run/socket",
        "[::2]:1",
        "127.0.0.1:1,192.0.2.1:1",
      })
  void takes_nothing_else_for_this_machine(String target) {
    assertThat(Authentication.isLocal(target)).isFalse();
  }

  @Test
  void finds_the_token_that_a_server_of_this_user_made() throws IOException {
    var data = Files.createDirectories(directory.resolve(".local/share/plugin-executor"));
    Files.writeString(data.resolve("token"), "pex_found\n");
    var other = Files.createDirectories(directory.resolve("xdg/plugin-executor"));
    Files.writeString(other.resolve("token"), "pex_xdg\n");
    var xdg = Map.of("XDG_DATA_HOME", directory.resolve("xdg").toString());

    assertThat(TokenSource.discovered(Map.of(), directory).reader().read()).contains("pex_found");
    assertThat(TokenSource.discovered(xdg, directory).reader().read()).contains("pex_xdg");
    assertThat(TokenSource.discovered(Map.of(), other).reader().read()).isEqualTo(Optional.empty());
  }

  @Test
  void the_environment_comes_first() throws IOException {
    var file = Files.writeString(directory.resolve("t"), "pex_file\n").toString();

    assertThat(read(Map.of("PLUGIN_EXECUTOR_TOKEN_FILE", file))).contains("pex_file");
    assertThat(
            read(Map.of("PLUGIN_EXECUTOR_TOKEN", "pex_text", "PLUGIN_EXECUTOR_TOKEN_FILE", file)))
        .contains("pex_text");
  }

  private Optional<String> read(Map<String, String> environment) throws IOException {
    return TokenSource.discovered(environment, directory).reader().read();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\n", "é"})
  void refuses_what_cannot_be_a_token(String text) {
    assertThatThrownBy(() -> PluginExecutorClientOptions.newBuilder().token(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token: malformed (expected: 1 to 512 visible ASCII characters)");
  }
}
