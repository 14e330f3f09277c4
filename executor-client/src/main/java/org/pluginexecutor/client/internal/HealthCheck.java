// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.CodedInputStream;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * The standard health check of gRPC. Written out, because the library that has it brings more with
 * it than a gateway should have to take. Stateless.
 */
public final class HealthCheck {
  private static final int SERVING = 1;

  private static final MethodDescriptor<byte[], byte[]> CHECK =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("grpc.health.v1.Health/Check")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private HealthCheck() {}

  /** Whether the server as a whole says that it serves. */
  public static boolean isServing(Channel channel) {
    var options =
        CallOptions.DEFAULT.withDeadlineAfter(AdminCalls.DEADLINE_SECONDS, TimeUnit.SECONDS);
    return AdminCalls.run(() ->
        status(ClientCalls.blockingV2UnaryCall(channel, CHECK, options, new byte[0])) == SERVING);
  }

  /** The first field of HealthCheckResponse, its only one. */
  private static int status(byte[] response) throws StatusException {
    try {
      var in = CodedInputStream.newInstance(response);
      return in.readTag() == 0x08 ? in.readEnum() : 0;
    } catch (IOException e) {
      throw Status.INTERNAL.withDescription("health: not well-formed").withCause(e).asException();
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw Status.INTERNAL.withCause(e).asRuntimeException();
      }
    }
  }
}
