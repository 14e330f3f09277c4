// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;
import io.grpc.Context;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a message takes when it is parsed, counted before it is: an empty value in a list has two
 * bytes on the wire and fifty in memory, and as packed data next to none. Confined to one thread.
 */
final class MessageWeight {
  /** What is smaller does no harm, whatever becomes of it. */
  static final int SMALL_BYTES = 64 << 10;

  /** What a field takes that is there, with its part of a list or a map. */
  static final int FIELD_BYTES = 64;

  /** As deep as protobuf reads; the parser says so of what is deeper. */
  private static final int MAX_DEPTH = 100;

  private long fields;

  private MessageWeight() {}

  /**
   * Counts a message against the memory for messages.
   *
   * @return the same message
   * @throws io.grpc.StatusRuntimeException if there is no room, or the bytes cannot be had
   */
  static InputStream weighed(InputStream message, MethodDescriptor<?, ?> method) {
    try {
      if (message instanceof KnownLength && message.available() <= SMALL_BYTES) {
        return message;
      }
      var again =
          message.markSupported() ? message : new ByteArrayInputStream(message.readAllBytes());
      if (again.available() > SMALL_BYTES
          && method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema) {
        again.mark(Integer.MAX_VALUE);
        long weight = of(again, schema.getMethodDescriptor().getInputType());
        again.reset();
        CallMemory.grow(Context.current(), weight);
      }
      return again;
    } catch (IOException e) {
      throw Status.INTERNAL.withCause(e).asRuntimeException();
    }
  }

  /** In bytes, besides what the message has as it came. */
  static long of(InputStream message, Descriptor type) {
    var weight = new MessageWeight();
    try {
      weight.add(CodedInputStream.newInstance(message), type, 0);
    } catch (IOException _) {
      // The parser says what is wrong; up to there it makes what was counted.
    }
    return weight.fields * FIELD_BYTES;
  }

  /** Counts up to the end of a message, or of a group; the fields of unknown ones are kept too. */
  private void add(CodedInputStream in, @Nullable Descriptor type, int depth) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      fields++;
      switch (WireFormat.getTagWireType(tag)) {
        case WireFormat.WIRETYPE_END_GROUP -> {
          return;
        }
        case WireFormat.WIRETYPE_START_GROUP -> {
          requireDepth(depth);
          add(in, null, depth + 1);
        }
        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
          var inner = type == null ? null : messageIn(type, WireFormat.getTagFieldNumber(tag));
          int length = in.readRawVarint32();
          if (inner == null) {
            in.skipRawBytes(length);
          } else {
            requireDepth(depth);
            int limit = in.pushLimit(length);
            add(in, inner, depth + 1);
            in.popLimit(limit);
          }
        }
        default -> {
          boolean _ = in.skipField(tag);
        }
      }
    }
  }

  private static @Nullable Descriptor messageIn(Descriptor type, int number) {
    var field = type.findFieldByNumber(number);
    return field != null && field.getJavaType() == JavaType.MESSAGE ? field.getMessageType() : null;
  }

  private static void requireDepth(int depth) throws IOException {
    if (depth >= MAX_DEPTH) {
      throw new IOException("too deep");
    }
  }
}
