// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.value.TestValues.dict;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.shim.ShimHello.Role;
import org.pluginexecutor.server.shim.ShimProtocolException;

@Timeout(20)
class WorkerListenerTest {
  private static final Duration LONG = Duration.ofSeconds(15);

  /** A timer whose every delay is over at once, when it is told so. */
  private static final class TestTimer extends ScheduledThreadPoolExecutor {
    private volatile boolean hasty;

    TestTimer() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      return super.schedule(command, hasty ? 0 : delay, unit);
    }
  }

  @TempDir Path directory;

  private final TestTimer timer = new TestTimer();
  private final WorkerChannels channels = new WorkerChannels();
  private final List<SocketChannel> connections = new ArrayList<>();
  private WorkerListener listener;

  @BeforeEach
  void open() throws IOException {
    listener = WorkerListener.open(directory.resolve("s"), timer);
    listener.expect("right", channels);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    channels.close();
    timer.shutdownNow();
    for (var connection : connections) {
      connection.close();
    }
  }

  private SocketChannel connect() throws IOException {
    var connection = SocketChannel.open(StandardProtocolFamily.UNIX);
    connections.add(connection);
    connection.connect(UnixDomainSocketAddress.of(listener.path()));
    return connection;
  }

  private SocketChannel greet(String role, String nonce, int protocol) throws IOException {
    var connection = connect();
    Frames.write(
        connection,
        dict("type", "hello", "role", role, "protocol", protocol, "nonce", nonce),
        4096);
    return connection;
  }

  private static boolean isClosedByTheServer(SocketChannel connection) {
    try {
      return connection.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException _) {
      return true;
    }
  }

  private void greetAsAll() throws IOException {
    for (var role : List.of("control", "call", "stdout", "stderr")) {
      greet(role, "right", 1);
    }
  }

  @Test
  void hands_over_the_four_connections_of_a_worker() throws Exception {
    greetAsAll();

    channels.await(LONG);

    for (var role : Role.values()) {
      assertThat(channels.get(role).isOpen()).isTrue();
    }
  }

  @Test
  void leaves_what_follows_the_hello_to_whoever_gets_the_connection() throws Exception {
    greetAsAll();
    channels.await(LONG);
    var target = ByteBuffer.allocate(3);

    connections.get(2).write(ByteBuffer.wrap(new byte[] {'o', 'u', 't'}));
    while (target.hasRemaining()) {
      channels.get(Role.STDOUT).read(target);
    }

    assertThat(target.array()).containsExactly('o', 'u', 't');
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "Right", "right "})
  void closes_a_connection_with_another_nonce(String nonce) throws IOException {
    assertThat(isClosedByTheServer(greet("call", nonce, 1))).isTrue();
  }

  @Test
  void closes_a_connection_of_a_worker_that_is_no_longer_expected() throws IOException {
    listener.forget("right");

    assertThat(isClosedByTheServer(greet("call", "right", 1))).isTrue();
  }

  @Test
  void closes_a_second_connection_for_the_same_role_and_keeps_the_first() throws Exception {
    greetAsAll();
    channels.await(LONG);

    assertThat(isClosedByTheServer(greet("call", "right", 1))).isTrue();
    assertThat(channels.get(Role.CALL).isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, -1})
  void fails_a_worker_that_speaks_another_version(int protocol) throws IOException {
    assertThat(isClosedByTheServer(greet("control", "right", protocol))).isTrue();

    assertThatThrownBy(() -> channels.await(LONG))
        .isInstanceOf(ShimProtocolException.class)
        .hasMessage("protocol version: " + protocol + " (expected: 1, the server's)");
  }

  @Test
  void says_nothing_about_versions_to_whoever_does_not_know_the_nonce() throws IOException {
    assertThat(isClosedByTheServer(greet("control", "wrong", 2))).isTrue();

    assertThatThrownBy(() -> channels.await(Duration.ofNanos(1)))
        .isExactlyInstanceOf(IOException.class);
  }

  @Test
  void closes_a_connection_that_begins_with_something_else() throws IOException {
    var connection = connect();
    connection.write(ByteBuffer.wrap(new byte[] {'G', 'E', 'T', ' '}));

    assertThat(isClosedByTheServer(connection)).isTrue();
  }

  @Test
  void closes_a_connection_that_does_not_say_hello_in_time() throws IOException {
    timer.hasty = true;

    assertThat(isClosedByTheServer(connect())).isTrue();
  }

  @Test
  void goes_on_listening_after_a_bad_connection() throws Exception {
    isClosedByTheServer(greet("call", "wrong", 1));

    greetAsAll();

    assertThatCode(() -> channels.await(LONG)).doesNotThrowAnyException();
  }

  @Test
  void takes_no_connection_once_it_is_closed() {
    listener.close();

    assertThat(isRefusedOrClosed()).isTrue();
  }

  /** The system may still queue a connection while the close is on its way, and then drops it. */
  private boolean isRefusedOrClosed() {
    try {
      return isClosedByTheServer(connect());
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void says_that_a_worker_did_not_connect_in_time() {
    assertThatThrownBy(() -> channels.await(Duration.ofMillis(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("did not connect within 1 ms");
  }

  @Test
  void passes_on_why_a_worker_failed() {
    var cause = new IOException("ended with exit code 3");
    channels.fail(cause);

    assertThatThrownBy(() -> channels.await(LONG)).isSameAs(cause);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void has_no_connection_before_one_came(Role role) {
    assertThatThrownBy(() -> channels.get(role)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closes_the_connections_of_a_worker_that_is_gone_and_takes_no_more() throws Exception {
    greetAsAll();
    channels.await(LONG);
    var call = channels.get(Role.CALL);

    channels.close();

    assertThatThrownBy(() -> call.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThat(isClosedByTheServer(greet("call", "right", 1))).isTrue();
  }
}
