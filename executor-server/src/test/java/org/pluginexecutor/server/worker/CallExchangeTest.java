// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.shim.ShimAnswer;
import org.pluginexecutor.server.shim.ShimAsk;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.shim.ShimCall.ResultForm;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.CallExchange.Answer;

/** Plays the worker on a real socket. */
@Timeout(30)
class CallExchangeTest {
  private static final int MAX_BYTES = 20 << 20;
  private static final PluginValue.Dict REPLY =
      dict("type", "reply", "outcome", "returned", "result", null, "hook_found", true);

  @TempDir Path directory;

  private final List<ShimAsk> asked = new ArrayList<>();
  private Function<ShimAsk, ShimAnswer> desk = ask -> new ShimAnswer.Value(ask.arguments());
  private SocketChannel server;
  private SocketChannel worker;

  @BeforeEach
  void connect() throws IOException {
    var address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      worker = SocketChannel.open(address);
      server = listener.accept();
    }
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    worker.close();
  }

  private CompletableFuture<Answer> exchange() throws IOException {
    var call = new ShimCall("authenticate", Path.of("/p"), "", dict(), ResultForm.DICT, 4 << 20, 0);
    var listener =
        new OutputListener() {
          @Override
          public void onLine(Stream stream, String text) {}

          @Override
          public ShimAnswer onAsk(ShimAsk ask) {
            asked.add(ask);
            return desk.apply(ask);
          }
        };
    var answer =
        CompletableFuture.supplyAsync(() -> new CallExchange(server, call, listener).run());
    assertThat(read()).isEqualTo(call.toMessage());
    return answer;
  }

  private PluginValue.@Nullable Dict read() throws IOException {
    return Frames.read(worker, MAX_BYTES);
  }

  private void write(PluginValue.Dict message) throws IOException {
    Frames.write(worker, message, MAX_BYTES);
  }

  private static PluginValue.Dict ask(int number, String text) {
    return dict(
        "type",
        "ask",
        "number",
        number,
        "service",
        "echo",
        "operation",
        "get",
        "arguments",
        dict("text", text));
  }

  private static PluginValue.Dict answer(int number, String text) {
    return dict("type", "answer", "number", number, "value", dict("text", text));
  }

  @Test
  void answers_what_is_asked_until_the_reply_comes() throws Exception {
    var result = exchange();

    write(ask(1, "a"));
    assertThat(read()).isEqualTo(answer(1, "a"));
    write(ask(2, "b"));
    assertThat(read()).isEqualTo(answer(2, "b"));
    write(REPLY);

    assertThat(result.get()).isEqualTo(new Answer.Reply(ShimReply.of(REPLY), REPLY));
    assertThat(asked).extracting(ShimAsk::number).containsExactly(1L, 2L);
  }

  @Test
  void reads_nothing_behind_the_reply() throws Exception {
    var result = exchange();

    write(REPLY);
    write(ask(1, "late"));

    assertThat(result.get()).isInstanceOf(Answer.Reply.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void says_what_the_desk_says() throws Exception {
    desk =
        ask ->
            ask.number() == 1 ? new ShimAnswer.Refused("not yours") : new ShimAnswer.Failed("away");
    var result = exchange();

    write(ask(1, ""));
    assertThat(read()).isEqualTo(dict("type", "answer", "number", 1, "refused", "not yours"));
    write(ask(2, ""));
    assertThat(read()).isEqualTo(dict("type", "answer", "number", 2, "failed", "away"));
    worker.close();

    assertThat(result.get()).isEqualTo(new Answer.Nothing());
  }

  @Test
  void an_answer_too_large_to_send_is_a_failure() throws Exception {
    desk = _ -> new ShimAnswer.Value(new PluginValue.Text("x".repeat(5 << 20)));
    var result = exchange();

    write(ask(1, ""));
    assertThat(read()).extracting(message -> message.get("failed")).isNotNull();
    worker.close();

    assertThat(result.get()).isEqualTo(new Answer.Nothing());
  }

  @Test
  void takes_the_reply_of_a_worker_that_did_not_wait_for_its_answer() throws Exception {
    var isAsked = new CompletableFuture<Void>();
    var isClosed = new CompletableFuture<Void>();
    desk =
        ask -> {
          isAsked.complete(null);
          isClosed.join();
          return new ShimAnswer.Value(ask.arguments());
        };
    var result = exchange();

    write(ask(1, "a"));
    isAsked.join();
    write(REPLY);
    worker.close();
    isClosed.complete(null);

    assertThat(result.get()).isInstanceOf(Answer.Reply.class);
  }

  @Test
  void a_worker_that_asked_and_died_has_run_its_plugin() throws Exception {
    var result = exchange();

    write(ask(1, "a"));
    write(ask(2, "b"));
    // What it has not read resets the connection, as a request would that nobody read.
    Frames.readBody(worker, MAX_BYTES);
    worker.close();

    assertThat(result.get()).isEqualTo(new Answer.Nothing());
  }

  @Test
  void refuses_an_ask_that_is_too_large() throws Exception {
    var result = exchange();

    write(ask(1, "x".repeat(70_000)));

    assertThat(result.get())
        .asString()
        .matches("Nonsense\\[why=ask: 7\\d{4} B \\(expected: <= 65536 B\\)]");
    assertThat(asked).isEmpty();
  }

  @Test
  void refuses_a_flood_of_asks() throws Exception {
    var result = exchange();

    for (int i = 1; i <= 1000; i++) {
      write(ask(i, ""));
      Frames.readBody(worker, MAX_BYTES);
    }
    write(ask(1001, ""));

    assertThat(result.get()).isEqualTo(new Answer.Nonsense("asks: 1001 (expected: <= 1000)"));
    assertThat(asked).hasSize(1000);
  }

  @Test
  void refuses_what_is_neither_an_ask_nor_a_reply() throws Exception {
    var result = exchange();

    write(ask(1, "a"));
    Frames.readBody(worker, MAX_BYTES);
    write(dict("type", "call"));

    assertThat(result.get()).isInstanceOf(Answer.Nonsense.class);
  }

  @Test
  void refuses_bytes_that_are_no_frame() throws Exception {
    var result = exchange();

    worker.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 2, '[', ']'}));

    assertThat(result.get()).isEqualTo(new Answer.Nonsense("frame: not an object"));
  }

  @Test
  void a_worker_that_reads_no_answers_holds_its_own_call_only_until_it_is_killed()
      throws Exception {
    desk = _ -> new ShimAnswer.Value(new PluginValue.Text("x".repeat(3 << 20)));
    var result = exchange();

    write(ask(1, ""));
    worker.close();

    assertThat(result.get()).isEqualTo(new Answer.Nothing());
  }
}
