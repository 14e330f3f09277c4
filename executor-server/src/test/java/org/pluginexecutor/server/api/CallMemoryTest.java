// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;

class CallMemoryTest {
  private final CallMemory memory = new CallMemory(100);

  private ServerStreamTracer call() {
    return memory.newServerStreamTracer("s/m", new Metadata());
  }

  @Test
  void counts_parts_of_messages_until_the_call_ends() {
    var call = call();
    call.inboundWireSize(30);
    call.inboundWireSize(30);
    assertThat(memory.held()).isEqualTo(60);
    call.inboundMessageRead(0, 60, 60);
    assertThat(memory.held()).isEqualTo(60);

    call.streamClosed(Status.OK);
    assertThat(memory.held()).isZero();
  }

  @Test
  void a_next_message_takes_the_place_of_the_one_before() {
    var call = call();
    for (int i = 0; i < 10; i++) {
      call.inboundWireSize(60);
      call.inboundMessageRead(i, 60, 60);
    }
    assertThat(memory.held()).isEqualTo(60);
  }

  @Test
  void counts_what_a_message_unpacks_to() {
    var call = call();
    call.inboundWireSize(10);
    call.inboundMessageRead(0, 10, -1);
    call.inboundUncompressedSize(50);

    assertThat(memory.held()).isEqualTo(60);
  }

  @Test
  void does_not_count_twice_what_is_not_packed() {
    var call = call();
    call.inboundWireSize(60);
    call.inboundMessageRead(0, 60, 60);
    call.inboundUncompressedSize(60);

    assertThat(memory.held()).isEqualTo(60);
  }

  @Test
  void refuses_the_call_that_has_no_room_and_keeps_the_others() {
    var first = call();
    first.inboundWireSize(80);
    var second = call();

    assertThatThrownBy(() -> second.inboundWireSize(30))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    assertThat(memory.held()).isEqualTo(80);
    // What is still on its way is of no account.
    second.inboundWireSize(30);
    second.streamClosed(Status.CANCELLED);
    assertThat(memory.held()).isEqualTo(80);
  }
}
