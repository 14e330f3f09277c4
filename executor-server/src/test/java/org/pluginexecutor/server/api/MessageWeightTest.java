// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.ListValue;
import org.pluginexecutor.v1.Value;

class MessageWeightTest {
  private static final Descriptor REQUEST = InvokeHookRequest.getDescriptor();

  private static long weight(byte[] bytes) {
    return MessageWeight.of(new ByteArrayInputStream(bytes), REQUEST) / MessageWeight.FIELD_BYTES;
  }

  private static long weight(Message message) {
    return weight(message.toByteArray());
  }

  private static InvokeHookRequest listOf(int count) {
    var list = ListValue.newBuilder();
    for (int i = 0; i < count; i++) {
      list.addValues(Value.getDefaultInstance());
    }
    return InvokeHookRequest.newBuilder()
        .putArguments("x", Value.newBuilder().setListValue(list).build())
        .build();
  }

  @Test
  void a_text_is_one_field_however_long_it_is() {
    assertThat(weight(InvokeHookRequest.newBuilder().setHook("h".repeat(100_000)).build()))
        .isEqualTo(1);
  }

  @Test
  void every_value_counts_with_what_it_is_in() {
    // The entry, its key, its value, the list, and what is in that.
    assertThat(weight(listOf(1_000))).isEqualTo(4 + 1_000);
    var cookie = DictValue.newBuilder().putFields("k", Value.newBuilder().setIntValue(7).build());
    // The cookie, the entry, its key, its value, the number.
    assertThat(weight(InvokeHookRequest.newBuilder().setCookie(cookie).build())).isEqualTo(5);
  }

  @Test
  void fields_that_nobody_knows_count_too() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    out.writeTag(1_000, 3);
    for (int i = 0; i < 500; i++) {
      out.writeInt32(1, i);
    }
    out.writeTag(1_000, 4);
    out.writeByteArray(1_001, new byte[500]);
    out.flush();

    assertThat(weight(bytes.toByteArray())).isEqualTo(1 + 500 + 1 + 1);
  }

  @Test
  void a_message_that_ends_in_the_middle_counts_up_to_there() {
    var whole = listOf(1_000).toByteString();

    assertThat(weight(whole.substring(0, whole.size() - 500).toByteArray())).isBetween(700L, 800L);
    assertThat(weight(ByteString.copyFromUtf8("none").toByteArray())).isBetween(0L, 3L);
  }

  @Test
  void a_message_that_is_too_deep_counts_as_deep_as_it_is_read() {
    var value = Value.newBuilder();
    for (int i = 0; i < 1_000; i++) {
      value = Value.newBuilder().setListValue(ListValue.newBuilder().addValues(value));
    }

    assertThat(weight(InvokeHookRequest.newBuilder().putArguments("x", value.build()).build()))
        .isLessThan(200);
  }

  @Test
  void a_large_message_is_counted_and_a_small_one_is_not() throws Exception {
    var memory = new CallMemory(10 << 20);
    var call = memory.newServerStreamTracer("s/m", new Metadata());
    var context = call.filterContext(Context.ROOT);
    var method = HookServiceGrpc.getInvokeHookMethod();

    context.call(() -> {
      var small = listOf(100).toByteArray();
      assertThat(MessageWeight.weighed(new ByteArrayInputStream(small), method).readAllBytes())
          .isEqualTo(small);
      assertThat(memory.held()).isZero();
      var large = listOf(100_000).toByteArray();
      assertThat(MessageWeight.weighed(new ByteArrayInputStream(large), method).readAllBytes())
          .isEqualTo(large);
      assertThat(memory.held()).isEqualTo(100_004L * MessageWeight.FIELD_BYTES);
      var tooLarge = listOf(200_000).toByteArray();
      assertThatThrownBy(() -> MessageWeight.weighed(new ByteArrayInputStream(tooLarge), method))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus()).isSameAs(CallMemory.USED_UP));
      return context;
    });
    call.streamClosed(Status.OK);
    assertThat(memory.held()).isZero();
  }
}
