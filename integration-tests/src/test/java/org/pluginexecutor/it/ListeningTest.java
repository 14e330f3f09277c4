// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.server.config.ListenConfig;
import org.pluginexecutor.server.config.SocketAccess;

/** Unix sockets: who may connect, what happens to files that are there already. */
class ListeningTest {
  @TempDir private Path directory;
  private Path socket;

  @BeforeEach
  void name() {
    socket = directory.resolve("executor.sock");
  }

  private static TestServer start(UnaryOperator<ListenConfig> change) {
    return TestServer.withoutWalls(
        config -> config.withListen(change.apply(ListenConfig.defaults())));
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket));
  }

  private boolean serves() {
    try (var client = PluginExecutorClient.connect("unix://" + socket)) {
      return client.runtimes().isServing();
    }
  }

  @Test
  void a_server_listens_at_a_socket_alone() throws IOException {
    try (var server = start(config -> config.onlyAt(socket))) {
      assertThat(server.server().targets()).containsExactly("unix://" + socket);
      assertThat(server.port()).isEqualTo(-1);
      assertThat(server.client().runtimes().isServing()).isTrue();
      assertThat(mode()).isEqualTo("rw-------");
      var target =
          server.aa("class Plugin:\n  def authenticate(self): return {'verdict': 'ACCEPT'}\n");
      assertThat(server.call(target, "authenticate", Map.of()).outcome())
          .isInstanceOf(Outcome.Returned.class);
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void a_server_listens_at_both() throws IOException {
    try (var server = start(config -> config.alsoAt(socket).withSocketAccess(SocketAccess.GROUP))) {
      assertThat(server.server().targets())
          .containsExactly("127.0.0.1:" + server.port(), "unix://" + socket);
      assertThat(server.client().runtimes().isServing()).isTrue();
      assertThat(serves()).isTrue();
      assertThat(mode()).isEqualTo("rw-rw----");
    }
  }

  @Test
  void the_socket_of_a_dead_server_is_replaced() throws IOException {
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();

    try (var _ = start(config -> config.onlyAt(socket))) {
      assertThat(serves()).isTrue();
    }
  }

  @Test
  void the_socket_of_a_living_server_is_not() {
    try (var _ = start(config -> config.onlyAt(socket))) {
      assertThatThrownBy(() -> start(config -> config.onlyAt(socket)).close())
          .hasMessageContaining("server.socket: " + socket + ": in use (expected: ");
      assertThat(serves()).isTrue();
    }
  }

  @Test
  void nor_is_that_of_another_program() throws IOException {
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket));

      assertThatThrownBy(() -> start(config -> config.onlyAt(socket)).close())
          .hasMessageContaining("server.socket: " + socket + ": in use (expected: ");
      assertThat(socket).exists();
    }
  }

  @Test
  void a_file_that_is_no_socket_stays() throws IOException {
    Files.writeString(socket, "mine");

    assertThatThrownBy(() -> start(config -> config.onlyAt(socket)).close())
        .hasMessageContaining("server.socket: " + socket + ": no socket (expected: ");
    assertThat(socket).hasContent("mine");
  }

  @Test
  void a_link_is_not_followed() throws IOException {
    var elsewhere = directory.resolve("elsewhere");
    Files.createSymbolicLink(socket, elsewhere);

    assertThatThrownBy(() -> start(config -> config.onlyAt(socket)).close())
        .hasMessageContaining("server.socket: " + socket + ": no socket (expected: ");
    assertThat(Files.exists(elsewhere, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void an_address_that_others_reach_is_refused_without_encryption() {
    assertThatThrownBy(
            () -> TestServer.withoutWalls(config -> config.withAddress("0.0.0.0", 0)).close())
        .hasMessageContaining("server.host: 0.0.0.0 (expected: an address of loopback, TLS, or");
  }
}
