// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.it.attacks.RawHttp2.CONTINUATION;
import static org.pluginexecutor.it.attacks.RawHttp2.DATA;
import static org.pluginexecutor.it.attacks.RawHttp2.END_HEADERS;
import static org.pluginexecutor.it.attacks.RawHttp2.HEADERS;
import static org.pluginexecutor.it.attacks.RawHttp2.RST_STREAM;

import com.google.common.io.ByteStreams;
import com.google.protobuf.CodedOutputStream;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.it.Eventually;

/** Attacks by what a call carries, on a server with a heap of 160 MiB. */
class MessageAttackTest {
  private static final String INVOKE = "pluginexecutor.v1.HookService/InvokeHook";
  private static final Duration SOON = Duration.ofSeconds(20);

  private static AttackedServer server;
  private static ManagedChannel channel;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    server = AttackedServer.start(directory);
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + server.token());
    channel =
        NettyChannelBuilder.forTarget(server.target())
            .usePlaintext()
            .disableRetry()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  /** Bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return ByteStreams.toByteArray(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Status call(Metadata metadata, CallOptions options, byte[] message) {
    var method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(INVOKE)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    var through =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    try {
      var _ = ClientCalls.blockingUnaryCall(through, method, options, message);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  private static Metadata metadata(int count, int length) {
    var metadata = new Metadata();
    for (int i = 0; i < count; i++) {
      metadata.put(Metadata.Key.of("x-" + i, Metadata.ASCII_STRING_MARSHALLER), "y".repeat(length));
    }
    return metadata;
  }

  @Test
  void f2_a_message_above_the_limit_is_refused() {
    server.whileOthersCall(() -> {
      for (int i = 0; i < 10; i++) {
        var status = call(new Metadata(), CallOptions.DEFAULT, new byte[(16 << 20) + 1]);
        assertThat(status.getCode()).as("%s", status).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      }
    });
  }

  @Test
  void f2_a_compressed_message_that_unpacks_to_more_is_refused() {
    var bomb = new byte[64 << 20];
    server.whileOthersCall(() -> {
      for (int i = 0; i < 5; i++) {
        var status = call(new Metadata(), CallOptions.DEFAULT.withCompression("gzip"), bomb);
        assertThat(status.getCode()).as("%s", status).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).startsWith("message: unpacks to more (expected: ");
      }
    });
  }

  /** Eight million values without a kind; as objects they would take 400 MiB. */
  @Test
  void f2_a_message_that_becomes_much_more_when_it_is_parsed_is_refused() {
    var values = new byte[16_000_000];
    for (int i = 0; i < values.length; i += 2) {
      values[i] = 0x0a;
    }
    var bomb = field(5, field(1, new byte[] {'x'}), field(2, field(7, values)));
    server.whileOthersCall(() -> {
      for (var options :
          List.of(CallOptions.DEFAULT, CallOptions.DEFAULT.withCompression("gzip"))) {
        for (int i = 0; i < 3; i++) {
          var status = call(new Metadata(), options, bomb);
          assertThat(status.getCode()).as("%s", status).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
      }
    });
  }

  /** A field that consists of others, or of a text. */
  private static byte[] field(int number, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    var bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeByteArray(number, content.toByteArray());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void f2_a_message_that_is_none_is_refused() {
    var endsInTheMiddle = new byte[] {0x0a, 0x7f};
    for (var options : List.of(CallOptions.DEFAULT, CallOptions.DEFAULT.withCompression("gzip"))) {
      var status = call(new Metadata(), options, endsInTheMiddle);
      assertThat(status.getCode()).as("%s", status).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).contains("message: not well-formed (expected: ");
    }
  }

  /** Our own client does not even send it. */
  @Test
  void f2_metadata_above_the_limit_is_refused() {
    var status = call(metadata(1, 20_000), CallOptions.DEFAULT, new byte[0]);
    assertThat(status.isOk()).as("%s", status).isFalse();

    assertRefused(RawHttp2.literal("x", "y".repeat(14_000)), 2);
  }

  @Test
  void f2_ten_thousand_headers_are_refused() {
    var status = call(metadata(10_000, 1), CallOptions.DEFAULT, new byte[0]);
    assertThat(status.isOk()).as("%s", status).isFalse();

    assertRefused(RawHttp2.literal("x", "y"), 2_000);
  }

  /** Sends a call with a header so often, in as many frames as that takes. */
  private static void assertRefused(byte[] header, int times) {
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        attacker.frame(HEADERS, 0, 1, RawHttp2.headers("/" + INVOKE));
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
          block.writeBytes(header);
          if (block.size() > 8000 || i == times - 1) {
            attacker.frame(CONTINUATION, i == times - 1 ? END_HEADERS : 0, 1, block.toByteArray());
            block.reset();
          }
        }
        attacker.flush();
        Eventually.within(
            SOON,
            () ->
                assertThat(
                        attacker.isClosed()
                            || attacker.received(RST_STREAM) + attacker.received(HEADERS) > 0)
                    .isTrue());
      }
    });
  }

  @Test
  void f2_messages_of_which_a_part_never_comes_do_not_fill_the_memory() {
    var part = new byte[16_000];
    server.whileOthersCall(() -> {
      try (var attacker = RawHttp2.connect(server.port())) {
        for (int call = 0; call < 100; call++) {
          int stream = 2 * call + 1;
          attacker.call(stream, "/" + INVOKE);
          attacker.frame(DATA, 0, stream, RawHttp2.messageHeader(16 << 20));
        }
        // Together 150 MiB, of which the server takes 32.
        attacker.flood(10_000, i -> attacker.frame(DATA, 0, 2 * (i % 100) + 1, part));
        Eventually.within(
            SOON,
            () -> assertThat(attacker.isClosed() || attacker.received(RST_STREAM) > 10).isTrue());
      }
    });
  }
}
